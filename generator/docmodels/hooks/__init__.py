"""Plug-ins for build tools that generate models during a build."""
