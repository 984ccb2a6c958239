"""Objective-C: `NSString*`, and models with a common prefix (`OAIPet*`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from docmodels.ir import BOOLEAN, NUMBER, STRING, UNKNOWN, Union
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Evidence, Language
from docmodels.pages.languages.type_names import BINARY, BYTE, same_type, strip_affix
from docmodels.pages.type_vocabulary import Vocabulary


def _prefix_stripper(prefix: str) -> Callable[[str], str]:
    def model(name: str) -> str:
        bare = name.removeprefix(prefix)
        return bare if bare[:1].isupper() or bare[:1] == "_" else name

    return model


def _vocabulary(prefix: str) -> Vocabulary:
    return Vocabulary(
        language="objc",
        names=same_type("NSString", STRING)
        # Integers, numbers and booleans are all an NSNumber.
        | same_type("NSNumber", Union(members=(NUMBER, BOOLEAN)))
        # Date and date-time are both an NSDate.
        | same_type("NSDate", STRING)
        | same_type("NSData", BYTE)
        | same_type("NSURL", BINARY)
        | same_type("BOOL", BOOLEAN)
        | same_type(f"NSObject {prefix}AnyType", UNKNOWN),
        lists=frozenset({"NSArray"}),
        sets=frozenset({"NSSet", f"{prefix}Set"}),
        maps=frozenset({"NSDictionary"}),
        model_name=_prefix_stripper(prefix),
    )


def common_prefix(titles: Collection[str]) -> str:
    """Return the longest prefix of upper case letters and digits that all class titles share.

    An upper case letter or underscore follows the prefix in each title.
    """
    first = min(titles, default="")
    capitals = re.match(r"[A-Z0-9]*", first)
    prefix = capitals[0] if capitals else ""
    while prefix and not all(re.match(f"{prefix}[A-Z_]", title) for title in titles):
        prefix = prefix[:-1]
    return prefix


def _refine(vocabulary: Vocabulary, evidence: Evidence) -> Vocabulary:
    prefix = common_prefix(evidence.titles)
    return _vocabulary(prefix) if len(evidence.titles) > 1 and prefix else vocabulary


OBJC = Language(
    name="objc",
    vocabulary=_vocabulary("OAI"),
    signature=re.compile(r"\bNS[A-Z]\w+", re.M),
    spelling=Spelling.CAMEL,
    unescape_name=strip_affix(r"_([a-z0-9]\w*)"),
    literal_syntax="objc",
    refine=_refine,
)
