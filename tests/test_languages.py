"""Test the type syntax and the name escapes of each language of `Properties` pages."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.ir import (
    Array,
    Boolean,
    Integer,
    Map,
    Null,
    Nullable,
    Number,
    Ref,
    String,
    Type,
    Union,
    Unknown,
)
from docmodels.ir.drafts import Spelling
from docmodels.pages import type_grammar as types
from docmodels.pages.languages import Evidence, Language, languages, refine_language
from docmodels.pages.languages.hooks import common_prefix
from docmodels.pages.languages.language import mismatch_ratio
from docmodels.pages.type_vocabulary import read_type

LANGUAGES = languages("properties")
BY_NAME = {language.name: language for language in LANGUAGES}


def type_text(type: Type) -> str:
    """Return a type as one line of text: `[int32]`, `{str}`, `Pet?`."""
    match type:
        case String() | Integer() | Number() | Boolean() | Null():
            return type.format or {"string": "str"}.get(type.kind, type.kind)
        case Ref():
            return type.name
        case Array():
            unique = "set" if type.constraints.unique_items else ""
            return f"{unique}[{type_text(type.items)}]"
        case Map():
            return f"{{{type_text(type.values)}}}"
        case Nullable():
            return f"{type_text(type.type)}?"
        case Union():
            return " | ".join(type_text(member) for member in type.members)
        case Unknown():
            return "any"
        case _:
            return repr(type)


def read_cell(language: Language, cell: str) -> str:
    return type_text(read_type(language.normalize_cell(cell), language.vocabulary).type)


CELLS = """
python              **str**                                          => str
python              **datetime**                                     => date-time
python              **UUID**                                         => uuid
python              **bytearray**                                    => byte
python              [**List[Bird]**](Bird.md)                        => [Bird]
python              **Dict[str, List[float]]**                       => {[number]}
python              **List[Optional[object]]**                       => [any]
python              **decimal.Decimal**                              => number
python-legacy       **dict(str, list[int])**                         => {[integer]}
python-legacy       **dict[str, object]**                            => {any}
python-legacy       **file**                                         => binary
python-prior        **[str], none_type**                             => [str]?
python-prior        [**{str: ([bird.Bird],)}**](Bird.md)             => {[Bird]}
python-prior        **bool, date, datetime, dict, float, int, list, str, none_type** => any
python-experimental **int, float**                                   => number
typescript          **Array&lt;number&gt;**                          => [number]
typescript          **Set&lt;string&gt;**                            => set[str]
typescript          [**{ [key: string]: Bird; }**](Bird.md)          => {Bird}
typescript          **Array&lt;object | null&gt;**                 => [{any}?]
typescript          **object**                                       => {any}
typescript-fetch    `Date`                                           => str
go                  Pointer to **int64**                             => int64
go                  Pointer to **NullableString**                    => str?
go                  Pointer to [**NullableNest**](Nest.md)           => Nest?
go                  [**map[string][]Bird**](array.md)                => {[Bird]}
go                  **map[string]map[string]interface{}**            => {any}
go                  [***os.File**](*os.File.md)                      => binary
go                  [***models.Bird**](Bird.md)                      => Bird
java                **Long**                                         => int64
java                [**OffsetDateTime**](OffsetDateTime.md)          => date-time
java                **byte[]**                                       => byte
java                **Set&lt;String&gt;**                            => set[str]
java                `Map<String, List<@Valid Bird>>`                 => {[Bird]}
java                [**oas_any_type_not_mapped**](.md)               => any
kotlin              **kotlin.ByteArray**                             => byte
kotlin              [**kotlin.collections.Set&lt;Bird&gt;**](Bird.md) => set[Bird]
kotlin              **kotlin.Array&lt;java.math.BigDecimal&gt;**     => [number]
kotlin              [**x.y.infrastructure.OctetByteArray**](z.md)    => binary
csharp              **Dictionary&lt;string, List&lt;Bird&gt;&gt;**   => {[Bird]}
csharp              **List&lt;Bird.WingEnum&gt;**                    => [str]
csharp              **System.IO.Stream**                             => binary
csharp              **decimal?**                                     => number
ruby                **Hash&lt;String, Array&lt;Float&gt;&gt;**       => {[number]}
ruby                **BOOLEAN**                                      => boolean
php                 [**\\Sky\\Model\\Bird[]**](Bird.md)              => [Bird]
php                 **array<string,\\Sky\\Model\\Bird[]>**           => {[Bird]}
php                 **map[string,object]**                           => {any}
php                 **float[][]**                                    => [[number]]
php-symfony         [**Sky\\Model\\Bird**](Bird.md)                  => Bird
javascript          [**{String: [Bird]}**](Bird.md)                  => {[Bird]}
javascript          **[[Number]]**                                   => [[number]]
rust                Option<[**Vec<models::Bird>**](Vec.md)>          => [Bird]
rust                Option<**std::collections::HashSet<String>**>    => set[str]
rust                **swagger::Nullable<String>**                    => str?
rust                **Option<chrono::DateTime<chrono::FixedOffset>>** => date-time
rust                [***::models::Bird**](Bird.md)                   => Bird
swift               [String: [Bird]]                                 => {[Bird]}
swift               **Data**                                         => byte
dart                [**BuiltMap&lt;String, JsonObject&gt;**](JsonObject.md) => {any}
dart                **Set<String>**                                  => set[str]
perl                **HASH[string,ARRAY[Bird]]**                     => {[Bird]}
perl                **DATE_TIME**                                    => date-time
powershell          **Int64[]**                                      => [int64]
powershell          [**System.Collections.Hashtable**](Bird.md)      => {Bird}
powershell          [**System.Collections.Hashtable**](Array.md)     => {any}
r                   **array[numeric]**                               => [number]
r                   [**map(array[Bird])**](array.md)                 => {[Bird]}
objc                **NSArray&lt;NSString*&gt;***                    => [str]
objc                [**NSDictionary&lt;OAIBird&gt;***](OAIBird.md)   => {Bird}
objc                **NSNumber***                                    => number | boolean
c                   **char \\***                                     => str
c                   [**list_t**](bird.md) \\*                        => [bird]
c                   **list_t***                                      => {any}
c                   **sky_bird_WING_e**                              => str
c                   **int**                                          => int32 | boolean
julia               **`Vector{UInt8}`**                              => byte
julia               **`Dict{String, Vector{Bird}}`**                 => {[Bird]}
scala               **Map&lt;String, Seq[Bird]&gt;**                 => {[Bird]}
eiffel              [**LIST [STREET_BIRD]**](StreetBird.md)          => [StreetBird]
eiffel              [**ARRAY [NATURAL_8]**](x.md)                    => byte
markdown            [**List**](Bird.md)                              => [Bird]
markdown            **Map**                                          => {any}
bash                **map[String, array[string]]**                   => {[str]}
"""


def parse_table(text: str) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    for line in text.strip().splitlines():
        source, expected = line.split(" => ")
        name, cell = source.split(maxsplit=1)
        rows.append((name, cell.strip(), expected))
    return rows


@pytest.mark.parametrize(("name", "cell", "expected"), parse_table(CELLS))
def test_type_cells_are_parsed(name: str, cell: str, expected: str) -> None:
    assert read_cell(BY_NAME[name], cell) == expected


NAMES = """
python       var_class     class
python       var_2nd       2nd
python       var_name      var_name
python       _from         from
go           Var2nd        2nd
go           Variant       Variant
go           Range_        Range
java         propertyClass class
java         _default      default
java         atType        @type
java         attribute     attribute
kotlin       propertySize  size
kotlin       propertyValue propertyValue
typescript   _class        class
typescript   _links        _links
csharp       VarReturn     Return
csharp       _Return       Return
csharp       Variance      Variance
ruby         _self         self
ruby         _links        _links
php          _2nd          2nd
php          _links        _links
rust         r#type        type
rust         param_self    self
rust         param_name    param_name
dart         class_        class
dart         n2faCode      2faCode
dart         n1            n1
objc         _id           id
c            _class        class
r            item_self     self
r            item_name     item_name
bash         wingUnderscorespan  wing_span
bash         billingPeriod       billingPeriod
eiffel       var_class     class
eiffel       var_name      var_name
"""


@pytest.mark.parametrize(
    ("name", "documented", "expected"), [line.split() for line in NAMES.split("\n") if line]
)
def test_names_lose_only_certain_escapes(name: str, documented: str, expected: str) -> None:
    assert BY_NAME[name].unescape_name(documented) == expected


def test_julia_var_literals_are_unescaped() -> None:
    assert BY_NAME["julia"].unescape_name('var"@kind"') == "@kind"


def evidence(*cells: str, optional: bool = True) -> Evidence:
    return Evidence(dict.fromkeys(cells, 1), optional_cells=cells if optional else ())


def test_go_pointer_is_nullable_if_optional_fields_have_none() -> None:
    old = refine_language(BY_NAME["go"], evidence("string", "Pointer to int32"))
    new = refine_language(BY_NAME["go"], evidence("Pointer to string", "Pointer to int32"))
    assert read_cell(old, "Pointer to **string**") == "str?"
    assert read_cell(new, "Pointer to **string**") == "str"


def test_csharp_question_mark_is_nullable_if_optional_values_have_none() -> None:
    csharp = BY_NAME["csharp"]
    assert read_cell(refine_language(csharp, evidence("int", "int?")), "**int?**") == "int32?"
    assert read_cell(refine_language(csharp, evidence("long?", "int?")), "**int?**") == "int32"


def test_datetime_is_a_date_time_if_dates_have_another_type() -> None:
    csharp, dart = BY_NAME["csharp"], BY_NAME["dart"]
    assert read_cell(csharp, "**DateTime**") == "str"
    assert read_cell(refine_language(csharp, evidence("DateOnly")), "**DateTime**") == "date-time"
    assert read_cell(dart, "[**DateTime**](DateTime.md)") == "str"
    assert (
        read_cell(refine_language(dart, evidence("BuiltList<int>")), "**DateTime**") == "date-time"
    )


@pytest.mark.parametrize(
    ("titles", "prefix"),
    [
        (("SKYBird", "SKYNest"), "SKY"),
        (("OAIAnt", "OAIApe"), "OAI"),
        (("Bird", "Nest"), ""),
        ((), ""),
    ],
)
def test_class_prefix_is_the_common_prefix_of_titles(titles: tuple[str, ...], prefix: str) -> None:
    assert common_prefix(titles) == prefix


def test_class_names_lose_the_common_prefix() -> None:
    objc = refine_language(BY_NAME["objc"], Evidence(titles=("SKYBird", "SKYNest")))
    assert read_cell(objc, "[**SKYBird***](SKYBird.md)") == "Bird"
    assert read_cell(objc, "**SKYSet&lt;NSString*&gt;***") == "set[str]"


def test_case_mismatch_is_the_share_of_names_in_another_case() -> None:
    assert mismatch_ratio(Spelling.CAMEL, {"wing_span", "id"}) == 0.5
    assert mismatch_ratio(Spelling.PASCAL, {"wingSpan", "id"}) == 1.0
    assert mismatch_ratio(Spelling.SNAKE, {"wing_span", "id"}) == 0.0
    assert mismatch_ratio(Spelling.WIRE, {"wing_span", "wingSpan"}) == 0.0


def test_languages_have_unique_names() -> None:
    assert len(BY_NAME) == len(LANGUAGES)


@given(st.sampled_from(LANGUAGES), st.text())
def test_languages_accept_any_text(language: Language, text: str) -> None:
    language.unescape_name(text)
    language.vocabulary.model_name(text)
    common_prefix([text, f"{text}X"])
    if language.signs is not None:
        language.signs.search(text)
    with suppress(types.TypeSyntaxError):
        read_cell(
            refine_language(language, Evidence({text: 1}, (text,), titles=(text, text))), text
        )
