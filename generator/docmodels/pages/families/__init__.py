"""Families of Markdown pages, one package for each generator."""
