"""Another generator: writes `typing.Protocol` stubs of its own from the representation.

It imports docmodels as a library and walks the definitions; nothing here is a part of docmodels.
"""

from __future__ import annotations

import sys

import docmodels
from docmodels import ir


def stubs(api: docmodels.Api) -> str:
    """One protocol for each object, one alias for each other definition."""
    lines = ["from typing import Any, Protocol", ""]
    for definition in api.definitions:
        match definition.type:
            case ir.Object(fields=fields):
                lines += ["", f"class {definition.name}(Protocol):"]
                lines += [f"    {field.name}: {spelled(field)}" for field in fields] or ["    ..."]
                lines += [""]
            case other:
                lines += ["", f"{definition.name} = {word(other)!r}", ""]
    return "\n".join(lines)


def spelled(field: ir.Field) -> str:
    return repr(word(field.type) if field.required else f"{word(field.type)} | None")


def word(type: ir.Type) -> str:
    match type:
        case ir.Scalar(kind=kind):
            return {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}[kind]
        case ir.Ref(name=name):
            return name
        case ir.Array(items=items):
            return f"list[{word(items)}]"
        case ir.Map(values=values):
            return f"dict[str, {word(values)}]"
        case ir.Nullable(type=inner):
            return f"{word(inner)} | None"
        case _:
            return "Any"


if __name__ == "__main__":
    notes: list[docmodels.Note] = []
    print(stubs(docmodels.load(sys.argv[1:], notes=notes)))
    for note in notes:
        print(f"{note.rule.severity}: {note.message}", file=sys.stderr)
