"""Disk and network access: input files, remote documents, templates, output files."""
