"""Python modules with pydantic, dataclass, msgspec or TypedDict models, read from their syntax."""
