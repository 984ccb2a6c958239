"""List the attribute names that pydantic models must not have."""

from __future__ import annotations

PYDANTIC_ATTRIBUTES = frozenset("""
    construct copy dict from_orm json model_computed_fields model_config model_construct model_copy
    model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema
    model_parametrized_name model_post_init model_rebuild model_validate model_validate_json
    model_validate_strings mro parse_file parse_obj parse_raw register schema schema_json
    update_forward_refs validate
    """.split())
"""The attributes of `pydantic.BaseModel` (2.14) and of its metaclass; a field of the same name
shadows one."""

METHOD_NAMES = frozenset({"classmethod"})
"""Names that the methods of generated classes need in the class body."""

PYDANTIC_PREFIXES = ("model_validate", "model_dump")
"""pydantic's `protected_namespaces` since 2.10."""
