"""Group drafts by source: a schema document with what it refers to, or the pages of one SDK.

The pages of one SDK are those of one dialect and one language under one root folder
(`ir.page_roots`): one run of one generator writes them, so that what differs among them are
different models. Schema documents that refer to each other are one source for the same reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct, field

from docmodels.ir import AllOf, Nullable, Object, Ref, Type, Union, WithAssertions
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.ir.page_roots import page_root
from docmodels.ir.traverse import refs
from docmodels.passes.references import NameIndex, build_index
from docmodels.passes.same_name import distinct_drafts

SourceKey: TypeAlias = tuple[bool, str, str, str]
"""Whether it is documentation, then dialect, language and root: schemas sort first."""


class Source(Struct, frozen=True):
    """The drafts of one source, in reading order, and the index of their names."""

    key: SourceKey
    drafts: tuple[Draft, ...]
    index: NameIndex
    _fields: dict[int, frozenset[str]] = field(default_factory=dict[int, frozenset[str]])

    @property
    def is_schema(self) -> bool:
        """Whether it is a schema document, which states every fact of its models."""
        return not self.key[0]

    @property
    def kind(self) -> tuple[bool, str]:
        """What sources have in common that lose the same facts: schemas, or the same language."""
        is_documentation, dialect, language, _ = self.key
        return is_documentation, f"{dialect} {language}" if is_documentation else ""

    @property
    def title(self) -> str:
        """Describe the source for a user: its root, its dialect and its language."""
        _, dialect, language, root = self.key
        kind = ", ".join(filter(None, (dialect, language)))
        return f"{root or 'the pages'} ({kind})"

    def field_names(self, draft: Draft) -> frozenset[str]:
        """Return the normalized names of all fields of a definition, inherited ones included.

        The fields of a union are those of all members, as pages without unions print them.
        """
        names: set[str] = set()
        pending: list[tuple[Type, Draft]] = [(draft.definition.type, draft)]
        visited = {id(draft)}
        while pending:
            type, owner = pending.pop()
            if id(owner) in self._fields and type is owner.definition.type:
                names |= self._fields[id(owner)]
                continue
            referenced = tuple(_referenced(type))
            pending.extend((part, owner) for part in _parts(type))
            if isinstance(type, Object):
                names.update(normalize_name(field.name) for field in type.fields)
            for name in referenced:
                target = self.index.resolve(name, owner)
                if target is not None and id(target) not in visited:
                    visited.add(id(target))
                    pending.append((target.definition.type, target))
        return self._fields.setdefault(id(draft), frozenset(names))


def _parts(type: Type) -> tuple[Type, ...]:
    """Return the types that apply to the same instance as `type`."""
    match type:
        case Nullable(inner) | WithAssertions(inner):
            return (inner,)
        case AllOf(members) | Union(members):
            return members
        case _:
            return ()


def _referenced(type: Type) -> Iterator[str]:
    """Yield the names of definitions whose fields `type` has."""
    match type:
        case Ref(name):
            yield name
        case Object():
            yield from type.bases
        case _:
            return


def group_by_source(drafts: Sequence[Draft]) -> list[Source]:
    """Return the sources of drafts, in the order of their keys.

    Of equal drafts of a name, a source has one, and no stub beside a full model.
    """
    keys = source_keys(drafts)
    groups: dict[SourceKey, dict[str, list[Draft]]] = {}
    for key, draft in zip(keys, drafts, strict=True):
        by_name = groups.setdefault(key, {})
        by_name.setdefault(draft.definition.name, []).append(draft)
    return [_source(key, groups[key].values()) for key in sorted(groups)]


def _source(key: SourceKey, drafts_by_name: Iterable[Sequence[Draft]]) -> Source:
    drafts = [draft for drafts in drafts_by_name for draft in distinct_drafts(drafts)]
    return Source(key, tuple(drafts), build_index(drafts))


def has_one_source(drafts: Sequence[Draft]) -> bool:
    """Whether all drafts are from one source."""
    return len(set(source_keys(drafts))) < 2


def source_keys(drafts: Sequence[Draft]) -> list[SourceKey]:
    """Return the key of the source of each draft."""
    roots = _document_roots(drafts)
    return [_key(draft, roots) for draft in drafts]


def _key(draft: Draft, roots: Mapping[str, str]) -> SourceKey:
    is_documentation = draft.definition.source == "documentation"
    path = draft.input_path
    if path in roots:
        return is_documentation, draft.dialect, "", roots[path]
    return is_documentation, draft.dialect, draft.language, page_root(path)


def _document_roots(drafts: Sequence[Draft]) -> dict[str, str]:
    """Map the path of each schema document to the first path of all that refer to each other."""
    documents = [draft for draft in drafts if _is_of_document(draft)]
    parents: dict[str, str] = {}

    def root(path: str) -> str:
        parents.setdefault(path, path)
        while parents[path] != path:
            parents[path] = parents[parents[path]]
            path = parents[path]
        return path

    def connect(path: str, other: str) -> None:
        first, second = sorted((root(path), root(other)))
        parents[second] = first

    paths = {draft.definition.name: draft.input_path for draft in documents}
    for draft in documents:
        connect(draft.input_path, draft.referenced_by or draft.input_path)
        for name in refs(draft.definition.type):
            connect(draft.input_path, paths.get(name, draft.input_path))
    return {path: root(path) for path in list(parents)}


def _is_of_document(draft: Draft) -> bool:
    """Whether a draft is of a schema or an exported representation, and not of a page."""
    return draft.definition.source == "schema" or draft.dialect == "ir"
