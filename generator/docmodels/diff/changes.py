"""Changes as values, and the place of a comparison: where in both versions, and for whom it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diff.kinds import ChangeKind
from docmodels.ir import Access, Definition, Fact, Field, InferenceName, Origin
from docmodels.ir.type_descriptions import json_text

UNRECORDED: frozenset[InferenceName] = frozenset({"unprinted-presence", "not-recorded"})
"""What stands for a fact that an input does not have at all: no change is derived from it."""


_PLAIN_NAME = re.compile(r"[\w$@:/-]+")


class ModelChange(Struct, frozen=True):
    """One change of a model between two versions.

    `path` is the place inside `model`, empty for the model itself. `before` and `after` describe
    what has changed, `old` and `new` are their places; each is empty where there is nothing.
    `breaks_sent` and `breaks_received` are those of the kind, unless the field is read-only or
    write-only, or the change follows from facts that are inferred (`inferred`). `evidence` is the
    reason why two names are taken for one thing.
    """

    kind: ChangeKind
    model: str
    path: str
    before: str = ""
    after: str = ""
    old: Origin | None = None
    new: Origin | None = None
    breaks_sent: bool = False
    breaks_received: bool = False
    inferred: tuple[InferenceName, ...] = ()
    evidence: str = ""

    @property
    def is_breaking(self) -> bool:
        """Whether the change breaks what is sent or what is received."""
        return self.breaks_sent or self.breaks_received

    @property
    def location(self) -> str:
        """The model and the place inside it: `Pet.tags[].name`."""
        separator = "" if not self.path or self.path.startswith(("[", "{", "<")) else "."
        return f"{self.model}{separator}{self.path}"


class Place(Struct, frozen=True):
    """A place in both versions, and what is known about all changes there.

    `is_sent` and `is_received`: values there are part of requests, of responses. `pages`: whether
    the old and the new version are documentation, in which facts may be missing; `unprinted` are
    those that one version has nowhere (`diff.unprinted`).
    """

    model: str = ""
    path: str = ""
    old: Origin | None = None
    new: Origin | None = None
    is_sent: bool = True
    is_received: bool = True
    pages: tuple[bool, bool] = (False, False)
    unprinted: frozenset[str] = frozenset()
    inferred: tuple[InferenceName, ...] = ()

    def step(self, part: str) -> Place:
        """Return the place of a part: `[]` for items, `{}` for other properties, a field name."""
        separator = "" if not self.path or part.startswith(("[", "{", "<")) else "."
        return replace(self, path=f"{self.path}{separator}{part}")

    def field(self, name: str) -> Place:
        """Return the place of a field; a name with unusual characters is quoted."""
        return self.step(name if _PLAIN_NAME.fullmatch(name) else json_text(name))

    def with_origins(self, old: Origin | None, new: Origin | None) -> Place:
        """Return the place with origins; those of the enclosing place remain where there are none."""
        return replace(self, old=old or self.old, new=new or self.new)

    def with_access(self, access: Access) -> Place:
        """Return the place as part of the messages that a field with this access is part of."""
        return replace(
            self,
            is_sent=self.is_sent and access != "read-only",
            is_received=self.is_received and access != "write-only",
        )

    def with_inferred(self, names: Iterable[InferenceName]) -> Place:
        """Return the place with further inferences that its facts follow from."""
        return replace(self, inferred=tuple(dict.fromkeys((*self.inferred, *names))))

    def change(
        self, kind: ChangeKind, before: str = "", after: str = "", evidence: str = ""
    ) -> Iterator[ModelChange]:
        """Yield a change here, or nothing if one of the inputs cannot have the fact."""
        yield from self.rebase(
            ModelChange(
                kind,
                "",
                "",
                before,
                after,
                breaks_sent=kind.breaks_sent,
                breaks_received=kind.breaks_received,
                evidence=evidence,
            )
        )

    def rebase(self, change: ModelChange) -> Iterator[ModelChange]:
        """Yield a change whose path is relative to this place as a change of this place."""
        is_mixed = self.pages[0] != self.pages[1]
        is_of_model = not (self.path or change.path)
        fact = f"{change.kind.name} of a model" if is_of_model else change.kind.name
        is_unprinted = fact in self.unprinted
        if (is_mixed and not change.kind.is_printed) or is_unprinted or self.inferred_from_nothing:
            return
        inferred = tuple(dict.fromkeys((*self.inferred, *change.inferred)))
        location = self.step(change.path) if change.path else self
        yield replace(
            change,
            model=self.model,
            path=location.path,
            old=change.old or self.old,
            new=change.new or self.new,
            breaks_sent=change.breaks_sent and self.is_sent and not inferred,
            breaks_received=change.breaks_received and self.is_received and not inferred,
            inferred=inferred,
        )

    @property
    def inferred_from_nothing(self) -> bool:
        """Whether a fact here is one that an input does not have at all."""
        return not UNRECORDED.isdisjoint(self.inferred)


def inferred_by(*facts: Fact, values: Iterable[Field | Definition]) -> tuple[InferenceName, ...]:
    """Return what infers one of `facts` of the fields or definitions."""
    return tuple(
        inference.by for value in values for inference in value.inferred if inference.fact in facts
    )
