"""What type words mean in each language that prints `Properties` pages, and what names were."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Map,
    Nullable,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
)
from docmodels.pages import type_grammar as types
from docmodels.pages.languages import LANGUAGES, Evidence, Language, misspelled, narrowed, settled
from docmodels.pages.languages.objc import prefix_of
from docmodels.pages.type_vocabulary import read_type

BY_NAME = {language.name: language for language in LANGUAGES}


def short(type: Type) -> str:
    """Write a type on one line, to compare with: `[int32]`, `{str}`, `Pet?`."""
    match type:
        case Scalar():
            return type.format or {"string": "str"}.get(type.kind, type.kind)
        case Ref():
            return type.name
        case Array():
            unique = "set" if type.constraints.unique_items else ""
            return f"{unique}[{short(type.items)}]"
        case Map():
            return f"{{{short(type.values)}}}"
        case Nullable():
            return f"{short(type.type)}?"
        case Union():
            return " | ".join(short(member) for member in type.members)
        case Unknown():
            return "any"
        case _:
            return repr(type)


def read(language: Language, cell: str) -> str:
    return short(read_type(language.respell(cell), language.vocabulary).type)


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


def table(text: str) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    for line in text.strip().splitlines():
        written, wanted = line.split(" => ")
        name, cell = written.split(maxsplit=1)
        rows.append((name, cell.strip(), wanted))
    return rows


@pytest.mark.parametrize(("name", "cell", "wanted"), table(CELLS))
def test_type_cells_mean_what_the_generator_meant(name: str, cell: str, wanted: str) -> None:
    assert read(BY_NAME[name], cell) == wanted


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
    ("name", "printed", "wanted"), [line.split() for line in NAMES.split("\n") if line]
)
def test_only_sure_decorations_are_taken_off_names(name: str, printed: str, wanted: str) -> None:
    assert BY_NAME[name].undecorate(printed) == wanted


def test_julia_prints_odd_names_as_its_own_literal() -> None:
    assert BY_NAME["julia"].undecorate('var"@kind"') == "@kind"


def evidence(*cells: str, optional: bool = True) -> Evidence:
    return Evidence(frozenset((cell, optional) for cell in cells))


def test_a_pointer_means_null_where_optional_fields_stand_without() -> None:
    old = settled(BY_NAME["go"], evidence("string", "Pointer to int32"))
    new = settled(BY_NAME["go"], evidence("Pointer to string", "Pointer to int32"))
    assert read(old, "Pointer to **string**") == "str?"
    assert read(new, "Pointer to **string**") == "str"


def test_a_question_mark_means_null_where_value_types_also_stand_without() -> None:
    csharp = BY_NAME["csharp"]
    assert read(settled(csharp, evidence("int", "int?")), "**int?**") == "int32?"
    assert read(settled(csharp, evidence("long?", "int?")), "**int?**") == "int32"


def test_a_datetime_is_no_day_where_days_have_a_type_of_their_own() -> None:
    csharp, dart = BY_NAME["csharp"], BY_NAME["dart"]
    assert read(csharp, "**DateTime**") == "str"
    assert read(settled(csharp, evidence("DateOnly")), "**DateTime**") == "date-time"
    assert read(dart, "[**DateTime**](DateTime.md)") == "str"
    assert read(settled(dart, evidence("BuiltList<int>")), "**DateTime**") == "date-time"


@pytest.mark.parametrize(
    ("titles", "prefix"),
    [
        (("SKYBird", "SKYNest"), "SKY"),
        (("OAIAnt", "OAIApe"), "OAI"),
        (("Bird", "Nest"), ""),
        ((), ""),
    ],
)
def test_the_class_prefix_is_what_all_titles_share(titles: tuple[str, ...], prefix: str) -> None:
    assert prefix_of(titles) == prefix


def test_classes_lose_the_prefix_of_their_set() -> None:
    objc = settled(BY_NAME["objc"], Evidence(titles=("SKYBird", "SKYNest")))
    assert read(objc, "[**SKYBird***](SKYBird.md)") == "Bird"
    assert read(objc, "**SKYSet&lt;NSString*&gt;***") == "set[str]"


def test_what_a_name_makes_likely_is_left_open() -> None:
    assert BY_NAME["r"].opened("is_open", STRING, "") == Union(members=(STRING, BOOLEAN))
    assert BY_NAME["r"].opened("name", STRING, "") == STRING
    tags = BY_NAME["php-symfony"].opened("tags", Ref(name="Tag"), "")
    assert short(tags) == "Tag | [Tag] | {Tag}"
    assert BY_NAME["php-symfony"].opened("status", STRING, "") == STRING


def test_a_default_tells_which_meaning_a_word_has() -> None:
    either = Union(members=(INTEGER, BOOLEAN))
    assert narrowed(either, False) == BOOLEAN
    assert narrowed(either, 5) == INTEGER
    assert narrowed(Union(members=(NUMBER, BOOLEAN)), 5) == NUMBER
    assert narrowed(STRING, True) == BOOLEAN
    assert narrowed(either, "5") == either
    assert narrowed(UNKNOWN, 5) == UNKNOWN


def test_names_that_a_generator_would_not_print_speak_against_it() -> None:
    assert misspelled(BY_NAME["java"], {"wing_span", "id"}) == 0.5
    assert misspelled(BY_NAME["go"], {"wingSpan", "id"}) == 1.0
    assert misspelled(BY_NAME["python"], {"wing_span", "id"}) == 0.0
    assert misspelled(BY_NAME["typescript"], {"wing_span", "wingSpan"}) == 0.0


def test_languages_have_names_of_their_own() -> None:
    assert len(BY_NAME) == len(LANGUAGES)


@given(st.sampled_from(LANGUAGES), st.text())
def test_no_text_breaks_a_language(language: Language, text: str) -> None:
    language.undecorate(text)
    language.vocabulary.model(text)
    language.opened(text, STRING, "")
    prefix_of([text, f"{text}X"])
    if language.signature is not None:
        language.signature.search(text)
    with suppress(types.Unread):
        read(settled(language, Evidence({(text, True)}, (text, text))), text)
