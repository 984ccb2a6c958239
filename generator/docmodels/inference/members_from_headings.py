"""Infer the members of a union that a page prints as a heading without a table."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from docmodels.inference.inference import Inference, Source


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings after a heading without a table, and the words of all type cells of the page."""

    title: str
    following: Sequence[str]
    referenced: AbstractSet[str]


def _infer(headings: Headings) -> tuple[str, ...] | None:
    titles: list[str] = []
    for title in headings.following:
        is_referenced = title in headings.referenced
        if is_referenced and not titles:
            break
        if not is_referenced and title != headings.title:
            titles.append(title)
    return tuple(dict.fromkeys(titles)) or None


MEMBERS_FROM_HEADINGS = Inference(
    name="members-from-headings",
    title="The members of a model without a table are the following models of the page.",
    evidence=((Source.PATTERN, "the order of the headings, and the names in all type cells"),),
    threshold="no field of the page refers to a member: such a model follows the model of the field",
    infer=_infer,
    reason=("No pair has a union of liblab whose page does not announce its members."),
)
