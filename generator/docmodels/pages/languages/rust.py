"""Rust and rust-server; swagger-codegen links `[***::models::X**]`."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
    AT_SNAKE,
    BINARY,
    BYTE,
    DATE,
    DATE_TIME,
    DOUBLE,
    FLOAT,
    INT32,
    INT64,
    UUID,
    alternation,
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="rust",
    names=ANY_TYPE_NAMES
    | same_type("String str Url url::Url", STRING)
    | {"bool": BOOLEAN, "i32": INT32, "i64": INT64, "f32": FLOAT, "f64": DOUBLE}
    | same_type("i8 i16 i128 isize u8 u16 u32 u64 u128 usize", INTEGER)
    | same_type("rust_decimal::Decimal Decimal", NUMBER)
    | same_type("uuid::Uuid Uuid", UUID)
    | same_type("chrono::NaiveDate chrono::naive::NaiveDate time::Date", DATE)
    | same_type("chrono::DateTime chrono::NaiveDateTime time::OffsetDateTime", DATE_TIME)
    | same_type("std::path::PathBuf reqwest::multipart::Part", BINARY)
    | same_type("swagger::ByteArray ByteArray", BYTE)
    | same_type("serde_json::Value Value crate::models::AnyType models::AnyType", UNKNOWN),
    lists=frozenset({"Vec"}),
    sets=frozenset("HashSet std::collections::HashSet BTreeSet std::collections::BTreeSet".split()),
    maps=frozenset(
        "HashMap std::collections::HashMap ::std::collections::HashMap "
        "BTreeMap std::collections::BTreeMap".split()
    ),
    # The Option of a field that is not marked optional means null.
    optionals=frozenset({"Option"}),
    nullables=frozenset({"swagger::Nullable"}),
    model_name=unqualified_name,
)

_RESERVED = alternation(
    "abstract alignof as async await become box break const continue do dyn else enum extern "
    "false final fn for if impl in let loop macro match mod move mut offsetof override priv proc "
    "pub pure ref return self sizeof static struct super trait true try type typeof unsafe "
    "unsized use virtual where while yield"
)

RUST = Language(
    name="rust",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"\b(?:[iuf](?:8|16|32|64))\b|\b(?:Vec|Option|HashSet|HashMap|swagger::Nullable)<"
        r"|\b(?:models|serde_json|std|uuid|chrono|swagger)::",
        re.M,
    ),
    spelling=Spelling.SNAKE,
    unescape_name=strip_affix(
        r"r#(\w+)",
        r"(?:param|var)_(self|super|crate|\d\w*)",
        rf"_({_RESERVED})",
        exact_names=AT_SNAKE,
    ),
    literal_syntax="rust",
    prints_enum_values=True,
)
