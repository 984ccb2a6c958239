"""Match the definitions of several sources of one API: by name first, then by their fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from docmodels.inference.same_api import MIN_FIELD_SHARE, MIN_FIELDS, field_share
from docmodels.ir import Nullable, Object, WithAssertions
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.passes.same_name import is_stub
from docmodels.passes.sources import Source

AFFIXES = ("model", "models", "api", "dto", "schema", "inline", "object", "type")
"""What generators put before or after the name of a schema that is a reserved word, or of all."""
_MAX_CANDIDATES = 16
"""More definitions of one name in one source are compared in reading order only."""
_MIN_AGREEMENT = 0.3
"""Models of one name in one API whose fields agree less are different ones, as of two services."""
_UNCLEAR = 0.25
"""How well models agree whose fields cannot be compared: enums, aliases, pages without a table."""


class Group(Struct):
    """The drafts that define one model, at most one of each source, by the number of the source."""

    members: dict[int, Draft] = field(default_factory=dict[int, Draft])


def match_definitions(sources: Sequence[Source]) -> list[Group]:
    """Return a group for each definition of the sources, in the order of the sources.

    Definitions match if their names are equal, letters and digits only, and their contents do not
    exclude it; then if a name has a prefix or a suffix of `AFFIXES` more, and their fields agree.
    """
    matcher = _Matcher(sources)
    for number, source in enumerate(sources):
        matcher.add(number, source.drafts)
    return matcher.groups


class _Matcher:
    """Builds the groups, source by source."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self.groups: list[Group] = []
        self._by_key: dict[str, list[Group]] = {}

    def add(self, number: int, drafts: Sequence[Draft]) -> None:
        """Put the drafts of a source into the groups that they match, or into new ones."""
        by_key: dict[str, list[Draft]] = {}
        for draft in drafts:
            by_key.setdefault(normalize_name(draft.definition.name), []).append(draft)
        remaining = [
            draft for key, same in by_key.items() for draft in self._match_name(number, key, same)
        ]
        remaining = [draft for draft in remaining if not self._match_affix(number, draft)]
        for draft in remaining:
            self._join(Group(), number, draft)

    def _match_name(self, number: int, key: str, drafts: Sequence[Draft]) -> Iterator[Draft]:
        """Match drafts of one name with groups of that name, the best pairs first; yield others."""
        groups = [group for group in self._by_key.get(key, ()) if number not in group.members]
        if len(drafts) > _MAX_CANDIDATES or len(groups) > _MAX_CANDIDATES:
            drafts, groups, others = drafts[:1], groups[:1], drafts[1:]
            yield from others
        pairs = sorted(
            (
                (-agreement, index, position)
                for index, draft in enumerate(drafts)
                for position, group in enumerate(groups)
                if (agreement := self._agreement(number, draft, group)) > 0
            ),
        )
        matched: set[int] = set()
        for _, index, position in pairs:
            if index not in matched and number not in groups[position].members:
                matched.add(index)
                self._join(groups[position], number, drafts[index])
        yield from (draft for index, draft in enumerate(drafts) if index not in matched)

    def _match_affix(self, number: int, draft: Draft) -> bool:
        """Match a draft whose name has an affix that its group has not, or the other way round."""
        for key in other_names(normalize_name(draft.definition.name)):
            for group in self._by_key.get(key, ())[:_MAX_CANDIDATES]:
                if number not in group.members and self._has_fields_of(number, draft, group):
                    self._join(group, number, draft)
                    return True
        return False

    def _join(self, group: Group, number: int, draft: Draft) -> None:
        if not group.members:
            self.groups.append(group)
        group.members[number] = draft
        key = normalize_name(draft.definition.name)
        if group not in (groups := self._by_key.setdefault(key, [])):
            groups.append(group)

    def _agreement(self, number: int, draft: Draft, group: Group) -> float:
        """Return how well a draft fits a group of the same name; 0 if it is another model."""
        first, other = next(iter(group.members.items()))
        if is_stub(draft) or is_stub(other):
            return _UNCLEAR
        fields = self._sources[number].field_names(draft)
        other_fields = self._sources[first].field_names(other)
        if not fields or not other_fields:
            return 0.0 if _is_object(draft) != _is_object(other) else _UNCLEAR
        if min(len(fields), len(other_fields)) < MIN_FIELDS:
            return _UNCLEAR
        share = field_share(fields, other_fields)
        is_part = fields <= other_fields or fields >= other_fields
        return share if is_part or share >= _MIN_AGREEMENT else 0.0

    def _has_fields_of(self, number: int, draft: Draft, group: Group) -> bool:
        first, other = next(iter(group.members.items()))
        fields = self._sources[number].field_names(draft)
        other_fields = self._sources[first].field_names(other)
        is_clear = min(len(fields), len(other_fields)) >= MIN_FIELDS
        return is_clear and field_share(fields, other_fields) >= MIN_FIELD_SHARE


def _is_object(draft: Draft) -> bool:
    type = draft.definition.type
    while isinstance(type, Nullable | WithAssertions):
        type = type.type
    return isinstance(type, Object)


def other_names(key: str) -> Iterator[str]:
    """Yield normalized names that differ from `key` in an affix, or in a number at the end.

    A reader of several documents numbers equal names (`Pet2`).
    """
    for affix in AFFIXES:
        if len(key) > len(affix):
            if key.startswith(affix):
                yield key.removeprefix(affix)
            if key.endswith(affix):
                yield key.removesuffix(affix)
        yield affix + key
        yield key + affix
    if (name := key.rstrip("0123456789")) and name != key:
        yield name
