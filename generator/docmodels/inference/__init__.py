"""Conclusions about facts that sources do not print: one module for each inference.

`inference` has the type, `registry` the table of all; `naming_case` and `identifiers` read names.
"""
