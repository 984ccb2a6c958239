"""Targets written by datamodel-code-generator."""
