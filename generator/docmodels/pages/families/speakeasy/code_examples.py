"""Find the fields that the code examples of TypeScript pages set to null, and make them nullable.

An example is an object literal: `let value: Kite = { tail: { length: null } };`. The generator
leaves out a field that is absent, so null there is a value of the field.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace as evolve

from docmodels.ir import Array, Field, Map, Nullable, Object, Ref, Type, Union, nullable
from docmodels.ir.drafts import Draft
from docmodels.pages.families.speakeasy.outline import Outline
from docmodels.pages.markdown import Fence

_LANGUAGES = frozenset({"typescript", "ts"})
_TOKEN = re.compile(
    r"""(?<![\w$.])(?:"(?P<quoted>[^"\\\n]*)"|(?P<name>[\w$]+))\s*:"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|//[^\n]*"""
    r"""|(?P<open>[{\[(])|(?P<close>[}\])])|(?P<null>\bnull\b)"""
)
_MAX_DEPTH = 60

Path: TypeAlias = tuple[str, ...]


class _Models(Struct, frozen=True):
    """The types of all pages, and their indexes by name and alias."""

    types: Sequence[Type]
    indexes: Mapping[str, int]

    def find_owners(self, type: Type, path: Path, index: int = -1, depth: int = 0) -> set[int]:
        """Return the indexes of the models with the field in which a path ends.

        `type` is the type of the value in which the path starts, `index` the model that it is. Of a
        union, each member with such a field may be meant.
        """
        if not path or depth > _MAX_DEPTH:
            return set()
        match type:
            case Nullable(inner) | Array(inner):
                return self.find_owners(inner, path, depth=depth + 1)
            case Map(values):
                return self.find_owners(values, path[1:], depth=depth + 1)
            case Ref(name) if name in self.indexes:
                target = self.indexes[name]
                return self.find_owners(self.types[target], path, target, depth + 1)
            case Union(members):
                owners = (self.find_owners(member, path, depth=depth + 1) for member in members)
                return set(chain.from_iterable(owners))
            case Object(fields):
                field = next((field for field in fields if _printed_name(field) == path[0]), None)
                if field is None or len(path) == 1:
                    return set() if field is None else {index}
                return self.find_owners(field.type, path[1:], depth=depth + 1)
            case _:
                return set()


def apply_null_examples(pages: Sequence[tuple[Draft, Outline]]) -> list[Draft]:
    """Return the drafts of pages, with the fields nullable that are null in an example of a page."""
    drafts = [draft for draft, _ in pages]
    indexes: dict[str, int] = {}
    for index, draft in enumerate(drafts):
        for name in (*draft.aliases, draft.definition.name):
            indexes.setdefault(name, index)
    models = _Models([draft.definition.type for draft in drafts], indexes)
    nulls: dict[int, set[str]] = defaultdict(set)
    for index, (_, outline) in enumerate(pages):
        for path in null_paths(outline.fences):
            for owner in models.find_owners(models.types[index], path, index):
                nulls[owner].add(path[-1])
    return [_with_nulls(draft, nulls.get(index, set())) for index, draft in enumerate(drafts)]


def _with_nulls(draft: Draft, names: AbstractSet[str]) -> Draft:
    type = draft.definition.type
    if not names or not isinstance(type, Object):
        return draft
    fields = (
        evolve(field, type=nullable(field.type)) if _printed_name(field) in names else field
        for field in type.fields
    )
    return draft.with_type(evolve(type, fields=tuple(fields)))


def _printed_name(field: Field) -> str:
    return field.documented_name or field.name


def null_paths(fences: Iterable[Fence]) -> frozenset[Path]:
    """Return the paths of names to what is null in an example; a list is no part of a path."""
    codes = (fence.text for fence in fences if fence.language in _LANGUAGES)
    return frozenset(path for code in codes if "null" in code for path in _read_paths(code))


def _read_paths(code: str) -> Iterator[Path]:
    """Yield the paths in an object literal; the first open bracket encloses the whole example."""
    stack: list[str] = []
    key = ""
    for token in _TOKEN.finditer(code):
        if token["open"]:
            stack.append(key)
            key = ""
        elif token["close"]:
            stack = stack[:-1]
            key = ""
        elif token["null"]:
            if key and stack:
                yield (*filter(None, stack[1:]), key)
        elif (name := token["quoted"] or token["name"]) is not None:
            key = name
