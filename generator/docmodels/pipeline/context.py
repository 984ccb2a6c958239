"""What the steps of a run share: notes, documents, progress and the lock of remote documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from msgspec import Struct, field

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import Note
from docmodels.io.remote import RemotePolicy

T = TypeVar("T")


class Progress(Protocol):
    """A callback that reports progress: the pipeline iterates over long sequences through it."""

    def __call__(self, items: Sequence[T], activity: str) -> Iterable[T]:
        """Yield `items` one by one; `activity` names what is done with them."""
        ...


def no_progress(items: Sequence[T], activity: str) -> Iterable[T]:
    """Return `items` and report no progress."""
    return items


class RunContext(Struct, frozen=True):
    """What the steps of a run share.

    * `notes`: every step appends its diagnostics.
    * `documents`: every document that was read, by path, so that notes can quote it.
    * `progress`: the callback that reports progress.
    * `remote`: the lock of remote documents, for inputs whose options allow to fetch them.
    * `missing`: the files that references lead to, and that do not exist.
    """

    notes: list[Note] = field(default_factory=list[Note])
    documents: dict[str, Document] = field(default_factory=dict[str, Document])
    progress: Progress = no_progress
    remote: RemotePolicy = field(default_factory=RemotePolicy)
    missing: set[str] = field(default_factory=set[str])

    def run_step(self, activity: str, task: Callable[[], T]) -> T:
        """Run a task whose progress cannot be counted, and report it as one item."""
        (result,) = [call() for call in self.progress([task], activity)]
        return result
