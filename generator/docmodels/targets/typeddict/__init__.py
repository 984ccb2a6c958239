"""Typed dictionaries: the types of decoded JSON."""
