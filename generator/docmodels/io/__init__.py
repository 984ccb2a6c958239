"""Disk and network access: input files, remote documents and their lock, templates, output files.

Only this room reads inputs, opens connections and writes files.
"""
