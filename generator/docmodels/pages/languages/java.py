"""Java, Android and Micronaut; both generators."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
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
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="java",
    names=ANY_TYPE_NAMES
    | {"String": STRING, "Boolean": BOOLEAN, "Integer": INT32, "Long": INT64}
    | {"Float": FLOAT, "Double": DOUBLE}
    | same_type("BigDecimal Number", NUMBER)
    | same_type("BigInteger Short", INTEGER)
    | same_type("OffsetDateTime ZonedDateTime LocalDateTime Instant DateTime", DATE_TIME)
    | {"LocalDate": DATE, "UUID": UUID, "ByteArray": BYTE}
    # With the date library `legacy`, date and date-time are both a Date.
    | {"Date": STRING}
    | same_type("URI URL", URI)
    | same_type("File InputStream Resource MultipartFile", BINARY)
    | same_type("Object JsonNode", UNKNOWN),
    lists=frozenset("List ArrayList Collection".split()),
    sets=frozenset("Set LinkedHashSet HashSet".split()),
    maps=frozenset("Map HashMap".split()),
    optionals=frozenset({"Optional"}),
    nullables=frozenset({"JsonNullable"}),
    model_name=unqualified_name,
    byte_types=frozenset({"byte"}),
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
    # The generator drops leading underscores of a wire name, so a leading one is an escape.
    unescape_name=strip_affix(r"_([a-z0-9]\w*)", exact_names=AT_CAMEL | {"propertyClass": "class"}),
    literal_syntax="java",
    prints_enum_values=True,
)
