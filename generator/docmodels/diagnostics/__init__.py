"""Diagnostics about inputs: rules, notes, and their rendering as text, JSON and GitHub commands.

All of them are values and text; only `docmodels.cli` prints.
"""
