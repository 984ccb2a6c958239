"""Targets written by datamodel-code-generator: msgspec structs and typed dictionaries."""
