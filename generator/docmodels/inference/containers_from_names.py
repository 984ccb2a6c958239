"""Infer that a field may be an array or a map from its name, where only the items are printed."""

from __future__ import annotations

import re

from msgspec import Struct

from docmodels.inference.inference import Inference, Source
from docmodels.ir import UNKNOWN, Array, Map, Type, Union


class InnermostType(Struct, frozen=True):
    """The name of a field, and the innermost type inside its containers."""

    name: str
    type: Type


_PLURAL = re.compile(r".*(?:[^siu]s|[Ll]ist|[Mm]ap|[Aa]rray|[Ss]et|[Cc]hildren|[Dd]ata|atrix)")
"""One word or camelCase words of which the last is a plural or names a container."""


def _infer(field: InnermostType) -> Type | None:
    """Return the type, an array of it or a map of it, for a name in plural."""
    if field.type == UNKNOWN or not _PLURAL.fullmatch(field.name):
        return None
    return Union(members=(field.type, Array(items=field.type), Map(values=field.type)))


CONTAINERS_FROM_NAMES: Inference[InnermostType, Type] = Inference(
    name="containers-from-names",
    title="A field with a plural name may be an array or a map, if only innermost types are printed.",
    evidence=((Source.PATTERN, "the last word of the field's name"),),
    threshold="none: a plural or the name of a container; all three types are accepted",
    infer=_infer,
)
