"""What the steps of one comparison share: the definitions of both versions and their pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from docmodels.diff.changes import ModelChange, Place
from docmodels.ir import (
    NULL,
    AllOf,
    Api,
    Const,
    Definition,
    Enum,
    Never,
    Null,
    Nullable,
    Ref,
    Type,
    Union,
    Unknown,
    WithAssertions,
    is_inferred,
)

Definitions = Mapping[str, Definition]
CompareTypes = Callable[[Type, Type, Place, "Comparison"], Iterator[ModelChange]]


class Comparison(Struct):
    """A comparison of two versions.

    `pairs` maps the names of old definitions to those of the same definitions in the new version.
    `compare_types` compares two types, and calls the steps for their kinds, which call it again.
    `differences` are the changes between types that are not the definitions of a pair, by their
    identities, and relative to their place; `substituted` are the old definitions in whose place
    there is an equal type; `unprinted` are facts that one version has nowhere.
    """

    old: Definitions
    new: Definitions
    pairs: Mapping[str, str]
    compare_types: CompareTypes
    is_cosmetic: bool = False
    unprinted: frozenset[str] = frozenset()
    differences: dict[tuple[int, int], tuple[ModelChange, ...]] = field(
        default_factory=dict[tuple[int, int], tuple[ModelChange, ...]]
    )
    substituted: set[str] = field(default_factory=set[str])
    reversed_pairs: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def old_names(self) -> Mapping[str, str]:
        """The names of old definitions by those of the same definitions in the new version."""
        if not self.reversed_pairs:
            self.reversed_pairs = {new: old for old, new in self.pairs.items()}
        return self.reversed_pairs

    def compare(self, old: Type, new: Type, place: Place) -> Iterator[ModelChange]:
        """Yield the changes between two types at a place."""
        return self.compare_types(old, new, place, self)

    def is_pair(self, old: Type, new: Type) -> bool:
        """Whether two types refer to one definition."""
        return (
            isinstance(old, Ref) and isinstance(new, Ref) and self.pairs.get(old.name) == new.name
        )


def definitions_of(api: Api) -> Definitions:
    """Return the definitions by name, without placeholders for names that no input defines."""
    return {
        definition.name: definition
        for definition in api.definitions
        if not is_inferred(definition, "definition")
    }


def resolve(type: Type, definitions: Definitions) -> Type | None:
    """Return the type that a reference leads to, `type` itself if it is none; None if dangling."""
    visited = set[str]()
    while isinstance(type, Ref):
        if type.name in visited or type.name not in definitions:
            return None
        visited.add(type.name)
        type = definitions[type.name].type
    return type


def accepts_null(type: Type, definitions: Definitions) -> bool:
    """Whether null is a value of a type, through references too."""
    pending, visited = [type], set[str]()
    while pending:
        match pending.pop():
            case Nullable() | Null() | Unknown() | Const(None):
                return True
            case Enum(members=members) if any(member.value is None for member in members):
                return True
            case Union(members=members):
                pending += members
            case AllOf(members=members) if members:
                return all(_is_null_accepted(member, definitions) for member in members)
            case WithAssertions(type=inner):
                pending.append(inner)
            case Ref(name=name) if name in definitions and name not in visited:
                visited.add(name)
                pending.append(definitions[name].type)
            case _:
                pass
    return False


def _is_null_accepted(type: Type, definitions: Definitions) -> bool:
    """As `accepts_null` for a member of allOf, without its references: those are objects."""
    return not isinstance(type, Ref) and accepts_null(type, {})


def without_null(type: Type) -> Type:
    """Return a type without null: the inner type of `Nullable`, `Never` for null itself."""
    match type:
        case Nullable(type=inner):
            return inner
        case Null() | Const(None):
            return Never()
        case Union(members=members) if NULL in members:
            remaining = tuple(member for member in members if member != NULL)
            return remaining[0] if len(remaining) == 1 else type
        case _:
            return type


def union_members(type: Type) -> Iterator[Type]:
    """Yield the members of a union without null, or the type itself."""
    if isinstance(type, Union):
        yield from (member for member in type.members if not isinstance(member, Null))
    else:
        yield type
