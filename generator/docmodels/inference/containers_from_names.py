"""Infer that a field may be an array or a map from its name and text, where only the items are printed."""

from __future__ import annotations

import re

from msgspec import Struct

from docmodels.inference.inference import Inference, Source
from docmodels.ir import UNKNOWN, Array, Map, Type, Union


class InnermostType(Struct, frozen=True):
    """The name and the description of a field, and the innermost type inside its containers."""

    name: str
    type: Type
    text: str = ""


_PLURAL = re.compile(r".*(?:[^siu]s|[Ll]ist|[Mm]ap|[Aa]rray|[Ss]et|[Cc]hildren|[Dd]ata|atrix)")
"""One word or camelCase words of which the last is a plural or names a container."""
_LIST_OF = re.compile(
    r"(?:(?:an?|the|all|full)\s+){0,2}(?:list|array|collection)\s+of\b", re.IGNORECASE
)


def _infer(field: InnermostType) -> Type | None:
    """Return the type, an array of it or a map of it, for a name in plural or a text about a list."""
    is_container = _PLURAL.fullmatch(field.name) or _LIST_OF.match(field.text)
    if field.type == UNKNOWN or not is_container:
        return None
    return Union(members=(field.type, Array(items=field.type), Map(values=field.type)))


CONTAINERS_FROM_NAMES: Inference[InnermostType, Type] = Inference(
    name="containers-from-names",
    title="A field with a plural name may be an array or a map, if only innermost types are printed.",
    evidence=(
        (Source.PATTERN, "the last word of the field's name"),
        (Source.PROSE, "how the description begins: `List of ..`, `An array of ..`"),
    ),
    threshold=(
        "a plural or the name of a container, or the text of a list, which 11,296 arrays and 137 strings of the "
        "specifications of 707 publishers have; all three types are accepted"
    ),
    infer=_infer,
)
