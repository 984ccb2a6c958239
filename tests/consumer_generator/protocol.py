"""Write `typing.Protocol` stubs from the representation, as another generator would.

This script imports docmodels as a library and walks the definitions; it is not part of docmodels.
"""

from __future__ import annotations

import sys

import docmodels
from docmodels import ir


def render_stubs(api: docmodels.Api) -> str:
    """Return one protocol for each object and one alias for each other definition."""
    lines = ["from typing import Any, Protocol", ""]
    for definition in api.definitions:
        match definition.type:
            case ir.Object(fields=fields):
                lines += ["", f"class {definition.name}(Protocol):"]
                lines += [f"    {field.name}: {field_annotation(field)}" for field in fields] or [
                    "    ..."
                ]
                lines += [""]
            case other:
                lines += ["", f"{definition.name} = {annotation(other)!r}", ""]
    return "\n".join(lines)


def field_annotation(field: ir.Field) -> str:
    return repr(annotation(field.type) if field.required else f"{annotation(field.type)} | None")


def annotation(type: ir.Type) -> str:
    match type:
        case ir.String():
            return "str"
        case ir.Integer():
            return "int"
        case ir.Number():
            return "float"
        case ir.Boolean():
            return "bool"
        case ir.Ref(name=name):
            return name
        case ir.Array(items=items):
            return f"list[{annotation(items)}]"
        case ir.Map(values=values):
            return f"dict[str, {annotation(values)}]"
        case ir.Nullable(type=inner):
            return f"{annotation(inner)} | None"
        case _:
            return "Any"


if __name__ == "__main__":
    notes: list[docmodels.Note] = []
    print(render_stubs(docmodels.load(sys.argv[1:], notes=notes)))
    for note in notes:
        print(f"{note.rule.severity}: {note.message}", file=sys.stderr)
