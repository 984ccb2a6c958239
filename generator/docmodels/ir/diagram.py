"""Diagrams of an API: its definitions with their fields, and the references between them.

Every text of an input is escaped, so that it is shown as it is and has no other effect. A name or a
type that is longer than `MAX_TEXT` characters is shortened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias
from xml.sax.saxutils import escape

from msgspec import Struct

from docmodels.ir import AllOf, Api, Array, Definition, Map, Object, Type, Union
from docmodels.ir.traverse import refs, walk
from docmodels.ir.type_descriptions import describe_type

MAX_TEXT: Final = 60
EdgeKind: TypeAlias = Literal["extends", "field", "part"]


class Edge(Struct, frozen=True):
    """A reference from one definition to another.

    `kind`: a base class, the type of the field `label`, or a part of another type (a union). `many`:
    the field has any number of values.
    """

    source: int
    target: int
    kind: EdgeKind
    label: str = ""
    many: bool = False


class Node(Struct, frozen=True):
    """A definition: its name and its lines, a field each; a type without fields has one line."""

    name: str
    lines: tuple[str, ...]


def to_mermaid(api: Api) -> str:
    """Return the class diagram of `api` for Mermaid, which GitHub and GitLab show in Markdown."""
    nodes, edges = _graph(api)
    lines = ["classDiagram"]
    for number, node in enumerate(nodes):
        head = f'    class c{number}["{_mermaid_text(node.name)}"]'
        body = [f"        {_mermaid_text(line)}" for line in node.lines]
        lines += [f"{head} {{", *body, "    }"] if body else [head]
    for edge in edges:
        many = '"*" ' if edge.many else ""
        label = f" : {_mermaid_text(edge.label).replace(':', '#58;')}" if edge.label else ""
        lines.append(f"    c{edge.source} {_MERMAID[edge.kind]} {many}c{edge.target}{label}")
    return "".join(f"{line}\n" for line in lines)


_MERMAID: Final[dict[EdgeKind, str]] = {"extends": "--|>", "field": "-->", "part": "..>"}
_DOT: Final[dict[EdgeKind, str]] = {
    "extends": "arrowhead=empty",
    "field": "arrowhead=vee",
    "part": "arrowhead=vee, style=dashed",
}


def _mermaid_text(text: str) -> str:
    """Return text for Mermaid: a character that may have a meaning there becomes an entity code."""
    return _MERMAID_SPECIAL.sub(lambda match: f"#{ord(match[0])};", _shorten(text))


_MERMAID_SPECIAL: Final = re.compile(r"[^\w ,.:?|=/-]|^\W|(?<=direction) ")
"""Characters with a meaning, and the space of `direction LR`, which is a statement anywhere."""


def to_dot(api: Api) -> str:
    """Return the graph of `api` in the DOT language of Graphviz."""
    nodes, edges = _graph(api)
    lines = [
        "digraph models {",
        "    rankdir=LR;",
        '    node [shape=plain, fontname="sans-serif"];',
    ]
    for number, node in enumerate(nodes):
        rows = "".join(f'<tr><td align="left">{_xml_text(line)}</td></tr>' for line in node.lines)
        title = f"<tr><td><b>{_xml_text(node.name)}</b></td></tr>"
        table = f'<table border="0" cellborder="1" cellspacing="0">{title}{rows}</table>'
        lines.append(f"    n{number} [label=<{table}>];")
    for edge in edges:
        label = f"{edge.label}[]" if edge.many else edge.label
        attributes = f'label="{_dot_text(label)}", ' if label else ""
        lines.append(f"    n{edge.source} -> n{edge.target} [{attributes}{_DOT[edge.kind]}];")
    return "".join(f"{line}\n" for line in (*lines, "}"))


def _xml_text(text: str) -> str:
    return escape(_shorten(text), {'"': "&quot;"})


def _dot_text(text: str) -> str:
    return _shorten(text).replace("\\", "\\\\").replace('"', '\\"')


def _shorten(text: str) -> str:
    text = " ".join(_UNPRINTABLE.sub("\ufffd", text).split())
    text = text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} .."
    return text or "(no name)"


_UNPRINTABLE: Final = re.compile(
    r"[^\S \n\t\r]|[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)


def _graph(api: Api) -> tuple[list[Node], list[Edge]]:
    numbers = {definition.name: number for number, definition in enumerate(api.definitions)}
    edges = dict.fromkeys(
        edge for definition in api.definitions for edge in _edges(definition, numbers)
    )
    nodes = [
        Node(definition.name, tuple(_lines(definition.type))) for definition in api.definitions
    ]
    return nodes, list(edges)


def _lines(type: Type) -> Iterator[str]:
    objects = [part for part in _parts(type) if isinstance(part, Object)]
    if not objects:
        yield describe_type(type)
    for part in objects:
        for field in part.fields:
            mark = "" if field.required else "?"
            yield f"{field.name}{mark}: {describe_type(field.type)}"


def _parts(type: Type) -> tuple[Type, ...]:
    return type.members if isinstance(type, AllOf) else (type,)


def _edges(definition: Definition, numbers: dict[str, int]) -> Iterator[Edge]:
    source = numbers[definition.name]
    for part in _parts(definition.type):
        if not isinstance(part, Object):
            kind: EdgeKind = "part" if isinstance(part, Union | Array | Map) else "extends"
            for name in refs(part):
                if name in numbers:
                    yield Edge(source, numbers[name], kind)
            continue
        for base in part.bases:
            if base in numbers:
                yield Edge(source, numbers[base], "extends")
        for field in part.fields:
            many = any(isinstance(inner, Array | Map) for inner in walk(field.type))
            for name in refs(field.type):
                if name in numbers:
                    yield Edge(source, numbers[name], "field", field.name, many)
