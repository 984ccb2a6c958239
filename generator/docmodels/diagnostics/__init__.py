"""Diagnostics about inputs: rules, notes, and their rendering as text, JSON and GitHub commands."""
