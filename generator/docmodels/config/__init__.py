"""Options, each declared once, and the settings of a project that are made of them."""
