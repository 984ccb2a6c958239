"""Palantir Conjure: the pages of Palantir's Python SDKs, made from Conjure definitions.

Source: the pages of palantir/foundry-platform-python, and Conjure's wire format
(palantir/conjure, docs/spec/wire.md).
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.conjure.reader import read
from docmodels.pages.families.conjure.sections import recognises

CONJURE = Dialect(name="conjure", title="Palantir Conjure", recognises=recognises, read=read)

__all__ = ["CONJURE"]
