"""msgspec structs, and the hook that decodes the unions that msgspec refuses."""
