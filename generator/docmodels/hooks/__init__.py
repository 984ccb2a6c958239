"""Build tools that generate models on the way: thin callers of the library."""
