"""Python source: literals, docstrings, imports, modules, formatting."""
