"""Merge the definitions of sources that describe one API, so that each model is defined once.

Sources are compared in pairs (`inference.same_api`), and those of one API are joined, the surest
pairs first. Two sources of one kind that differ are never of one API, also if a third source
resembles both: they are two releases. A specification decides all facts of the models that it
defines; of pages, the most certain fact wins (`precedence`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import (
    EMPTY_TABLE,
    ENUM_FROM_DESCRIPTION,
    INVALID_LITERAL,
    INVALID_ROW,
    MISSING_ENUM_VALUES,
    MISSING_UNION_MEMBERS,
    PAGE_ONLY_FIELD,
    UNKNOWN_TYPE,
)
from docmodels.inference.identifiers import fields_of
from docmodels.inference.recased_pages import RECASED_PAGES
from docmodels.ir import Field, Nullable, Object, Origin, Scalar
from docmodels.ir.drafts import Draft, Spelling, normalize_name
from docmodels.ir.traverse import walk
from docmodels.passes.context import PassContext
from docmodels.passes.matching import Group, match_definitions
from docmodels.passes.merge_definitions import (
    MergedDraft,
    merge_into_schema,
    merge_pages,
    page_of,
)
from docmodels.passes.merge_fields import SourceFacts
from docmodels.passes.references import resolve_references
from docmodels.passes.same_name import is_stub
from docmodels.passes.same_sources import find_apis
from docmodels.passes.sources import Source, group_by_source, has_one_source


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Merge definitions of sources of one API; add a note for each such pair of sources.

    Drafts of one source, and of sources of different APIs, are returned as they are.
    """
    is_one_source = context.options.separate or has_one_source(drafts)
    sources = [] if is_one_source else group_by_source(drafts)
    apis = find_apis(sources, context.notes)
    if not apis:
        return list(drafts)
    positions = {id(draft.definition): index for index, draft in enumerate(drafts)}
    merged: list[tuple[int, Draft]] = []
    for number, api in enumerate(apis):
        merged += _ApiMerge(api, positions, f"{number}").merge(context.notes)
    taken = {id(source) for api in apis for source in api}
    merged += [
        (positions[id(draft.definition)], draft)
        for source in sources
        if id(source) not in taken
        for draft in source.drafts
    ]
    return [draft for _, draft in sorted(merged, key=lambda item: item[0])]


class _ApiMerge:
    """Merges the definitions of the sources of one API."""

    def __init__(self, sources: Sequence[Source], positions: Mapping[int, int], key: str) -> None:
        self._sources = sources
        self._positions = positions
        self._groups = match_definitions(sources)
        self._key = key
        defined = frozenset(
            self._reference(number)
            for number, group in enumerate(self._groups)
            if not all(map(is_stub, group.members.values()))
        )
        self._facts = [_facts_of(source, defined) for source in sources]

    def _reference(self, number: int) -> str:
        """Return the name by which drafts refer to a group until all names are unique."""
        return f"{self._key}/{number}"

    def merge(self, notes: list[Note]) -> list[tuple[int, Draft]]:
        """Return the merged drafts, each with its place in reading order; add notes."""
        merged: list[tuple[int, Draft]] = []
        page_only: list[tuple[Draft, Field]] = []
        resolved: set[Origin] = set()
        for group, members in zip(self._groups, self._link(), strict=True):
            drafts = group.members.values()
            position = min(self._positions[id(draft.definition)] for draft in drafts)
            result = self._merge_members(group, members)
            merged.append((position, result.draft))
            notes.extend(result.notes())
            page_only.extend(result.page_only)
            resolved.update(self._resolved_stubs(drafts))
        notes.extend(_page_only_notes(page_only))
        _drop_notes(notes, resolved, self._files_of_schema_models())
        return merged

    def _link(self) -> list[dict[int, Draft]]:
        """Return the members of each group with references to groups.

        A reference is a key that is an alias of the group, because several groups may have one
        name until `unify` has renamed them.
        """
        keys = {
            id(draft): self._reference(number)
            for number, group in enumerate(self._groups)
            for draft in group.members.values()
        }
        spellings = [_spelling_of(source) for source in self._sources]
        linked: list[dict[int, Draft]] = []
        for number, group in enumerate(self._groups):
            members: dict[int, Draft] = {}
            for source_number, draft in sorted(group.members.items()):
                member = _with_keys(draft, self._sources[source_number], keys)
                members[source_number] = replace(
                    member,
                    aliases=(*member.aliases, self._reference(number)),
                    spelling=spellings[source_number] or member.spelling,
                )
            linked.append(members)
        return linked

    def _merge_members(self, group: Group, members: Mapping[int, Draft]) -> MergedDraft:
        """Merge the drafts of one model, by the number of their source."""
        first = min(members)
        drafts = [members[number] for number in sorted(members)]
        if len(drafts) == 1:
            return MergedDraft(drafts[0])
        source = self._sources[first]
        if source.is_schema:
            fields = source.field_names(group.members[first])
            return merge_into_schema(drafts[0], drafts[1:], fields)
        pages = [page_of(members[number], self._facts[number]) for number in sorted(members)]
        result = merge_pages(pages, self._inherited(group))
        return _with_name(result, _canonical_name(drafts))

    def _inherited(self, group: Group) -> frozenset[str]:
        """Return the normalized names of the fields that the members of a group inherit."""
        inherited: set[str] = set()
        for number, draft in group.members.items():
            declared = {normalize_name(field.name) for field in fields_of(draft.definition.type)}
            if _extends(draft):
                inherited |= self._sources[number].field_names(draft) - declared
        return frozenset(inherited)

    def _resolved_stubs(self, drafts: Collection[Draft]) -> set[Origin]:
        """Return the places of pages without content whose model another source defines."""
        if all(map(is_stub, drafts)):
            return set()
        origins = (draft.definition.origin for draft in drafts if is_stub(draft))
        return {origin for origin in origins if origin is not None}

    def _files_of_schema_models(self) -> set[str]:
        """Return the pages all of whose models a specification defines."""
        files: set[str] = set()
        others: set[str] = set()
        for group in self._groups:
            is_defined = self._sources[min(group.members)].is_schema
            paths = {
                draft.input_path
                for number, draft in group.members.items()
                if not self._sources[number].is_schema
            }
            (files if is_defined else others).update(paths)
        return files - others


def _with_keys(draft: Draft, source: Source, keys: Mapping[int, str]) -> Draft:
    """Replace the names that a draft refers to by the keys of the drafts that they mean."""

    def resolve(name: str, owner: Draft, origin: Origin | None) -> str:
        target = source.index.resolve(name, owner)
        return name if target is None else keys.get(id(target), name)

    return resolve_references(draft, resolve)


def _extends(draft: Draft) -> bool:
    type = draft.definition.type
    return isinstance(type, Object) and bool(type.bases)


def _facts_of(source: Source, defined: frozenset[str]) -> SourceFacts:
    types = [inner for draft in source.drafts for inner in walk(draft.definition.type)]
    return SourceFacts(
        _prints_null(source),
        frozenset(type.format for type in types if isinstance(type, Scalar)) - {""},
        frozenset(source.field_names(draft) for draft in source.drafts),
        defined,
    )


def _prints_null(source: Source) -> bool:
    """Whether a source marks fields that may be null, and not just all optional fields."""
    fields = [field for draft in source.drafts for field in fields_of(draft.definition.type)]
    nullable = [field for field in fields if isinstance(field.type, Nullable)]
    return bool(nullable) and any(
        not field.required and not isinstance(field.type, Nullable) for field in fields
    )


def _spelling_of(source: Source) -> Spelling | None:
    """Return the case that the pages of a source have by an option of the generator, if any."""
    candidates = [draft for draft in source.drafts if draft.language]
    is_wire = all(draft.spelling == Spelling.WIRE for draft in candidates)
    return RECASED_PAGES.conclude(candidates) if candidates and is_wire else None


def _canonical_name(drafts: Sequence[Draft]) -> str:
    """Return the name without an affix of a generator that most sources print, or the first one."""
    names = Counter(draft.definition.name for draft in drafts)
    shortest = min(len(normalize_name(name)) for name in names)
    return next(name for name, _ in names.most_common() if len(normalize_name(name)) == shortest)


def _with_name(merged: MergedDraft, name: str) -> MergedDraft:
    draft = merged.draft
    if draft.definition.name == name:
        return merged
    aliases = tuple(alias for alias in draft.aliases if alias != name)
    renamed = replace(
        draft,
        definition=replace(draft.definition, name=name),
        aliases=(draft.definition.name, *aliases),
    )
    return replace(merged, draft=renamed)


# --- notes ---------------------------------------------------------------------------------------

_OF_PAGES = frozenset(
    {
        EMPTY_TABLE,
        ENUM_FROM_DESCRIPTION,
        INVALID_LITERAL,
        INVALID_ROW,
        MISSING_ENUM_VALUES,
        MISSING_UNION_MEMBERS,
        UNKNOWN_TYPE,
    }
)
"""Notes about a part of a page that cannot be read, which does not matter if it is not used."""
_SHOWN = 3


def _page_only_notes(fields: Sequence[tuple[Draft, Field]]) -> list[Note]:
    """Return a note for each dialect and language whose pages have more fields."""
    by_kind: dict[tuple[str, str], list[tuple[Draft, Field]]] = {}
    for draft, field in fields:
        by_kind.setdefault((draft.dialect, draft.language), []).append((draft, field))
    notes: list[Note] = []
    for (dialect, language), items in by_kind.items():
        shown = ", ".join(f"`{d.definition.name}.{f.name}`" for d, f in items[:_SHOWN])
        more = ", .." if len(items) > _SHOWN else ""
        kind = ", ".join(filter(None, (dialect, language)))
        message = (
            f"{counted(len(items), 'field')} of the pages ({kind}) left out, because the "
            f"specification does not have them: {shown}{more}"
        )
        help = "add them to the specification if the API has them; a generator may have added them"
        notes.append(PAGE_ONLY_FIELD.at(items[0][1].origin, message, help))
    return notes


def _drop_notes(notes: list[Note], places: Collection[Origin], files: Collection[str]) -> None:
    """Remove notes about parts of pages that another source states."""
    notes[:] = [
        note
        for note in notes
        if note.rule not in _OF_PAGES
        or note.origin is None
        or not (note.origin in places or note.origin.file in files)
    ]
