"""The alias generators of `pydantic.alias_generators`, which name fields on the wire.

Targets write models that use them, and the reader of Python models computes the wire names.
"""

from __future__ import annotations

import re
from functools import lru_cache

from docmodels.ir.acronyms import with_capital_acronyms

_WORD_BOUNDARY = re.compile("(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z])(?=[0-9])|-")
_JOINT = re.compile("(?<=[0-9A-Za-z])_(?=[0-9A-Z])")
_FIRST_CAPITAL = re.compile("_*[A-Z]")
_CAMEL = re.compile("[a-z][A-Za-z0-9]*")


def to_pascal(name: str) -> str:
    """Return a name as `pydantic.alias_generators.to_pascal` (pydantic 2.12) does."""
    return _JOINT.sub("", name.title())


def to_camel(name: str) -> str:
    """Return a name as `pydantic.alias_generators.to_camel` (pydantic 2.12) does."""
    if _CAMEL.fullmatch(name) and not re.search("[0-9][a-z]", name):
        return name
    pascal = to_pascal(name)
    first = _FIRST_CAPITAL.match(pascal)
    return pascal if first is None else first[0].lower() + pascal[first.end() :]


def to_snake(name: str) -> str:
    """Return a name as `pydantic.alias_generators.to_snake` (pydantic 2.12) does."""
    return _WORD_BOUNDARY.sub("_", name).lower()


@lru_cache(maxsize=8192)  # most names of fields recur
def case_variants(name: str) -> tuple[str, ...]:
    """Return the names that `any_case` of the runtime gives a field, that in camel case first.

    They are the name in camel, Pascal and snake case as pydantic converts it, in camel and Pascal
    case with acronyms in capitals, with hyphens, in capitals, and after an underscore.
    """
    camel, pascal, snake = to_camel(name), to_pascal(name), to_snake(name)
    capitals = with_capital_acronyms(camel), with_capital_acronyms(pascal), snake.upper()
    names = (camel, pascal, snake, *capitals, snake.replace("_", "-"), f"_{snake}", f"_{camel}")
    return tuple(dict.fromkeys(names))
