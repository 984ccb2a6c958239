"""PHP: php, php-nextgen, and php-symfony, whose pages lose every container."""

from __future__ import annotations

import re
from dataclasses import replace

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN, Array, Map, Type, Union
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_WORDS,
    AT_CAMEL,
    AT_SNAKE,
    BINARY,
    DOUBLE,
    FREE_FORM,
    each,
    undoing,
    unqualified,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="php",
    names=ANY_WORDS
    | {"string": STRING, "float": NUMBER, "double": DOUBLE, "mixed": UNKNOWN}
    | each("int integer", INTEGER)
    | each("bool boolean", BOOLEAN)
    | each("object", FREE_FORM)
    # A day and a moment are both a DateTime.
    | each("\\DateTime DateTime \\DateTimeInterface", STRING)
    | each(
        "\\SplFileObject SplFileObject UploadedFile \\Psr\\Http\\Message\\StreamInterface", BINARY
    ),
    maps=frozenset("array map".split()),
    nulls=frozenset({"null"}),
    model=unqualified,
)


def _respell(cell: str) -> str:
    """Before 6.0 a map of any values was printed as one of objects."""
    return cell.replace(",object", ",mixed")


PHP = Language(
    name="php",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"^\\\w|\b(?:string|int|float|bool|object)\[\]|\barray<string,|\bmap\[string,|^mixed$", re.M
    ),
    spelling=Spelling.SNAKE,
    undecorate=undoing(r"_(\d\w*)", exactly=AT_SNAKE),
    fences=frozenset({"php"}),
    literals="php",
    respell=_respell,
)

# One word or camelCase words of which the last is a plural or names a container.
_SEVERAL = re.compile(r".*(?:[^siu]s|[Ll]ist|[Mm]ap|[Aa]rray|[Ss]et|[Cc]hildren|[Dd]ata|atrix)")


def _opened(name: str, type: Type, _text: str) -> Type:
    """These pages print the innermost type only: by a plural name it may be a list or a map."""
    if type == UNKNOWN or not _SEVERAL.fullmatch(name):
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
    undecorate=undoing(r"_([a-z0-9]\w*)", exactly=AT_CAMEL),
    literals="php",
    opened=_opened,
)
