"""Find cycles of definitions that consist of references only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docmodels.ir import AllOf, Map, Nullable, Object, Ref, Type, Union, WithAssertions
from docmodels.ir.traverse import children


def find_cycles(types: Mapping[str, Type]) -> Iterator[tuple[str, ...]]:
    """Yield the names of each cycle in `types`, in order; the last name refers to the first.

    Only references that apply to the same instance location count. A reference inside a field, an
    item or a map value ends no type in itself, and makes no cycle. Names that `types` lacks are
    ignored.
    """
    done: set[str] = set()
    for start, type in types.items():
        path: dict[str, Iterator[str]] = {start: _same_location_refs(type)}
        while path:
            name, successors = next(reversed(path.items()))
            target = next((successor for successor in successors if successor not in done), None)
            if target is None:
                done.add(name)
                del path[name]
            elif target in path:
                names = tuple(path)
                yield names[names.index(target) :]
            elif target in types:
                path[target] = _same_location_refs(types[target])


def _same_location_refs(type: Type) -> Iterator[str]:
    """Yield the references that apply to the same instance location, in union members too."""
    pending = [type]
    while pending:
        inner = pending.pop()
        match inner:
            case Ref(name):
                yield name
            case Object():
                yield from inner.bases
            case Map():
                pass
            case Nullable() | Union() | AllOf() | WithAssertions():
                pending.extend(children(inner))
            case _:
                pass
