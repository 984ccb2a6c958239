"""Objective-C: `NSString*`, and models with one prefix (`OAIPet*`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from docmodels.ir import BOOLEAN, NUMBER, STRING, UNKNOWN, Union
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Evidence, Language
from docmodels.pages.languages.type_names import BINARY, BYTE, each, undoing
from docmodels.pages.type_vocabulary import Vocabulary


def _without(prefix: str) -> Callable[[str], str]:
    def model(name: str) -> str:
        bare = name.removeprefix(prefix)
        return bare if bare[:1].isupper() or bare[:1] == "_" else name

    return model


def _vocabulary(prefix: str) -> Vocabulary:
    return Vocabulary(
        language="objc",
        names=each("NSString", STRING)
        # Integers, numbers and booleans are all an NSNumber.
        | each("NSNumber", Union(members=(NUMBER, BOOLEAN)))
        # A day and a moment are both an NSDate.
        | each("NSDate", STRING)
        | each("NSData", BYTE)
        | each("NSURL", BINARY)
        | each("BOOL", BOOLEAN)
        | each(f"NSObject {prefix}AnyType", UNKNOWN),
        lists=frozenset({"NSArray"}),
        sets=frozenset({"NSSet", f"{prefix}Set"}),
        maps=frozenset({"NSDictionary"}),
        model=_without(prefix),
    )


def prefix_of(titles: Collection[str]) -> str:
    """Give the capital letters that all class titles begin with, less the first of the names."""
    first = min(titles, default="")
    capitals = re.match(r"[A-Z0-9]*", first)
    prefix = capitals[0] if capitals else ""
    while prefix and not all(re.match(f"{prefix}[A-Z_]", title) for title in titles):
        prefix = prefix[:-1]
    return prefix


def _settle(words: Vocabulary, seen: Evidence) -> Vocabulary:
    prefix = prefix_of(seen.titles)
    return _vocabulary(prefix) if len(seen.titles) > 1 and prefix else words


OBJC = Language(
    name="objc",
    vocabulary=_vocabulary("OAI"),
    signature=re.compile(r"\bNS[A-Z]\w+", re.M),
    spelling=Spelling.CAMEL,
    undecorate=undoing(r"_([a-z0-9]\w*)"),
    literals="objc",
    settle=_settle,
)
