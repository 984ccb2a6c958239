"""Conclusions that no input prints, one module for each."""
