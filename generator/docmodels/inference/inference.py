"""The type of an inference, and the context in which only some inferences conclude.

An inference concludes a fact that the source does not print. It is a value: its name, the evidence
that it reads, its threshold, the rule that it reports, and a pure function from evidence to a
conclusion. Families of pages and passes collect evidence and hand it to `Inference.conclude`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from typing import Any, Generic, TypeVar

from msgspec import Struct

from docmodels.diagnostics.notes import Rule

E = TypeVar("E")
C = TypeVar("C")

ON_SAMPLES = (
    "It concludes on samples of the user only: `docs/fidelity.md` has what all of these inferences "
    "gain together."
)
"""Why inferences are kept that conclude on no pages alone."""


class Source(Enum):
    """Where evidence is from, the strongest first."""

    ROW = "printed in the row"
    SAMPLE = "samples of the user"
    EXAMPLE = "the page's own example"
    DEFAULT = "printed default"
    PATTERN = "pattern"
    PROSE = "prose"


class Inference(Struct, Generic[E, C], frozen=True):
    """A conclusion about a fact that the source does not print.

    `name` is unique and kebab-case, `title` is one sentence. `evidence` lists what is read, by
    source, the strongest first. `threshold` is when it concludes and why. `rule` is what the user
    is shown, or None if only the representation marks the fact as inferred. `infer` returns the
    conclusion, or None if the evidence is not sufficient. `reason` is why the inference is kept
    although its measured gain is small, or on one set of pages.

    `extends` is for an inference of another package: the name of the one whose evidence it reads,
    where that one does not conclude. The extended inference reports and marks its conclusions.
    """

    name: str
    title: str
    evidence: tuple[tuple[Source, str], ...]
    threshold: str
    infer: Callable[[E], C | None]
    rule: Rule | None = None
    reason: str = ""
    extends: str = ""

    def conclude(self, evidence: E) -> C | None:
        """Return the conclusion; None if the evidence is not sufficient, or in a context without it.

        In a context (`using`), the inference of this name in the context concludes. In a context
        with extensions (`extending`), they conclude where it does not.
        """
        active = _ACTIVE.get()
        inference = self if active is None else active.get(self.name)
        conclusion = None if inference is None else inference.infer(evidence)
        for extension in _EXTENSIONS.get():
            if conclusion is None and extension.extends == self.name:
                conclusion = extension.infer(evidence)
        return conclusion


_ACTIVE: ContextVar[Mapping[str, Inference[Any, Any]] | None] = ContextVar("active", default=None)
"""The inferences of the current context by name; None outside of one: all conclude."""

_EXTENSIONS: ContextVar[tuple[Inference[Any, Any], ...]] = ContextVar("extensions", default=())
"""The inferences of other packages that the user requested."""


@contextmanager
def extending(extensions: Iterable[Inference[Any, Any]]) -> Generator[None]:
    """Let inferences of other packages conclude, too, inside a `with` block."""
    token = _EXTENSIONS.set((*_EXTENSIONS.get(), *extensions))
    try:
        yield
    finally:
        _EXTENSIONS.reset(token)


@contextmanager
def using(inferences: Iterable[Inference[Any, Any]]) -> Generator[None]:
    """Let only `inferences` conclude inside a `with` block.

    It is how tests and the scoreboard switch an inference off; it is no option for users.
    """
    token = _ACTIVE.set({inference.name: inference for inference in inferences})
    try:
        yield
    finally:
        _ACTIVE.reset(token)
