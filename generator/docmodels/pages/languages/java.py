"""Java, Android and Micronaut; both generators."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_WORDS,
    AT_CAMEL,
    BINARY,
    BYTE,
    DATE,
    DATE_TIME,
    DOUBLE,
    FLOAT,
    INT32,
    INT64,
    URI,
    UUID,
    each,
    undoing,
    unqualified,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="java",
    names=ANY_WORDS
    | {"String": STRING, "Boolean": BOOLEAN, "Integer": INT32, "Long": INT64}
    | {"Float": FLOAT, "Double": DOUBLE}
    | each("BigDecimal Number", NUMBER)
    | each("BigInteger Short", INTEGER)
    | each("OffsetDateTime ZonedDateTime LocalDateTime Instant DateTime", DATE_TIME)
    | {"LocalDate": DATE, "UUID": UUID, "ByteArray": BYTE}
    # With the date library `legacy`, a day and a moment are both a Date.
    | {"Date": STRING}
    | each("URI URL", URI)
    | each("File InputStream Resource MultipartFile", BINARY)
    | each("Object JsonNode", UNKNOWN),
    lists=frozenset("List ArrayList Collection".split()),
    sets=frozenset("Set LinkedHashSet HashSet".split()),
    maps=frozenset("Map HashMap".split()),
    optionals=frozenset({"Optional"}),
    nullables=frozenset({"JsonNullable"}),
    model=unqualified,
    bytes=frozenset({"byte"}),
)

JAVA = Language(
    name="java",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"\b(?:Integer|Long|Boolean|BigDecimal|Double|OffsetDateTime|LocalDate|URI)\b"
        r"|\b(?:List|Set)<|\bMap<String, |OasAnyTypeNotMapped",
        re.M,
    ),
    spelling=Spelling.CAMEL,
    # Underscores in front of a wire name are dropped: one that stands there is a decoration.
    undecorate=undoing(r"_([a-z0-9]\w*)", exactly=AT_CAMEL | {"propertyClass": "class"}),
    literals="java",
    lists_values=True,
)
