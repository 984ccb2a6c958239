"""Languages that `Properties` pages are written in, the most telling signature first."""

from __future__ import annotations

from docmodels.dialects.languages.language import Language

LANGUAGES: tuple[Language, ...] = ()

__all__ = ["LANGUAGES", "Language"]
