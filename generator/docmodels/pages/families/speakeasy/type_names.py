"""The types that Speakeasy's pages name in all languages: constructors and the HTTP exchange."""

from __future__ import annotations

import re
from collections.abc import Mapping

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    Number,
    String,
    Type,
    Union,
)

DATE = String(format="date")
DATE_TIME = String(format="date-time")
BINARY = String(format="binary")
FLOAT = Number(format="float")

BIG_INTEGER = Union(members=(INTEGER, STRING))
BIG_NUMBER = Union(members=(NUMBER, STRING))
"""The types for the formats `bigint` and `decimal`, which numbers and strings can have."""

CONSTRUCTOR_TYPES: Mapping[str, Type] = {
    "any": UNKNOWN,
    "bigint": BIG_INTEGER,
    "boolean": BOOLEAN,
    "bytes": BINARY,
    "date": DATE,
    "datetime": DATE_TIME,
    "decimal": BIG_NUMBER,
    "float32": FLOAT,
    "integer": INTEGER,
    "null": NULL,
    "number": NUMBER,
    "str": STRING,
}
"""The members that are not models, by their lower-case name in constructors: `CreateIdStr(..)`."""


HTTP_TYPE = re.compile(
    r"\[[?*\\]*(?:Optional\\?[<\[])?\\?(?:httpx\.|http\.|requests\.|aiohttp\.|Psr\\Http\\Message\\"
    r"|Faraday::|java\.net\.http\.)?(?:HttpResponseMessage|HttpRequestMessage|HttpResponse|HttpRequest"
    r"|ResponseInterface|RequestInterface|ClientResponse|AxiosResponse|Response|Request|RequestInit)\b"
    r"[^\]]*\]\(https?://"
)
"""A field of this type carries the HTTP exchange, not the API's data."""
