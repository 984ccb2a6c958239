"""pydantic v2 models."""
