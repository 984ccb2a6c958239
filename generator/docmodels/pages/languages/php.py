"""PHP: php, php-nextgen, and php-symfony, whose pages do not print containers."""

from __future__ import annotations

import re
from dataclasses import replace

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN, Array, Map, Type, Union
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
    AT_CAMEL,
    AT_SNAKE,
    BINARY,
    DOUBLE,
    FREE_FORM,
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="php",
    names=ANY_TYPE_NAMES
    | {"string": STRING, "float": NUMBER, "double": DOUBLE, "mixed": UNKNOWN}
    | same_type("int integer", INTEGER)
    | same_type("bool boolean", BOOLEAN)
    | same_type("object", FREE_FORM)
    # Date and date-time are both a DateTime.
    | same_type("\\DateTime DateTime \\DateTimeInterface", STRING)
    | same_type(
        "\\SplFileObject SplFileObject UploadedFile \\Psr\\Http\\Message\\StreamInterface", BINARY
    ),
    maps=frozenset("array map".split()),
    nulls=frozenset({"null"}),
    model_name=unqualified_name,
)


def _normalize_cell(cell: str) -> str:
    """Rewrite a map of objects, as generators before 6.0 print it, as a map of any values."""
    return cell.replace(",object", ",mixed")


PHP = Language(
    name="php",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"^\\\w|\b(?:string|int|float|bool|object)\[\]|\barray<string,|\bmap\[string,|^mixed$", re.M
    ),
    spelling=Spelling.SNAKE,
    unescape_name=strip_affix(r"_(\d\w*)", exact_names=AT_SNAKE),
    fences=frozenset({"php"}),
    literal_syntax="php",
    normalize_cell=_normalize_cell,
)

# One word or camelCase words of which the last is a plural or names a container.
_PLURAL = re.compile(r".*(?:[^siu]s|[Ll]ist|[Mm]ap|[Aa]rray|[Ss]et|[Cc]hildren|[Dd]ata|atrix)")


def _widen(name: str, type: Type, _text: str) -> Type:
    """Add an array and a map to the type of a field with a plural name.

    php-symfony prints the innermost type only.
    """
    if type == UNKNOWN or not _PLURAL.fullmatch(name):
        return type
    return Union(members=(type, Array(items=type), Map(values=type)))


SYMFONY = Language(
    name="php-symfony",
    vocabulary=replace(
        VOCABULARY,
        language="php-symfony",
        names={**VOCABULARY.names, "array": UNKNOWN},
        maps=frozenset[str](),
    ),
    signature=re.compile(r"^\w+(?:\\\w+)+$|^UploadedFile$|^\\DateTime$", re.M),
    spelling=Spelling.CAMEL,
    unescape_name=strip_affix(r"_([a-z0-9]\w*)", exact_names=AT_CAMEL),
    literal_syntax="php",
    widen=_widen,
)
