"""The commands of the command line: one module for each, with the name of its command."""
