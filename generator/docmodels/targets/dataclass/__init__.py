"""Standard-library dataclasses and their JSON codec."""
