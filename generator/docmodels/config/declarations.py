"""The form of the declaration of an option; `options` has all of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, Literal

from msgspec import NODEFAULT, Struct

OptionType = Literal["text", "flag", "list", "table", "number"]

REPOSITORY_MARKS: Final = (".git", ".hg", ".jj")
"""What the root of a repository has."""


class Scope(StrEnum):
    """The step that an option belongs to; RUN is everything around loading and rendering."""

    LOAD = "load"
    RENDER = "render"
    RUN = "run"


class About(Struct, frozen=True):
    """What a field does not declare by itself: the help of its option, and its values.

    `choices` are all values; `metavar` stands for a value in the help of the command line, and
    `short` is a second name there. `environment` is the variable that sets the option, too.
    """

    help: str
    metavar: str = ""
    short: str = ""
    choices: tuple[str, ...] = ()
    environment: str = ""


class Option(Struct, frozen=True):
    """An option: `name` is its name in Python; the command line and settings use hyphens."""

    name: str
    type: OptionType
    default: Any
    about: About
    scope: Scope

    @property
    def is_required(self) -> bool:
        """Whether the option has no default."""
        return self.default is NODEFAULT

    @property
    def is_repeatable(self) -> bool:
        """Whether the option is a list that `--NAME VALUE` extends by one value."""
        return self.type == "list" and not self.is_required

    @property
    def key(self) -> str:
        """The name in settings, and with `--` on the command line."""
        return self.name.replace("_", "-")
