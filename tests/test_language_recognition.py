"""Test how the language of pages is recognised, and that a language is a few lines of data."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from docmodels.diagnostics.documents import document
from docmodels.ir import INTEGER, STRING, Array, Integer, Map, Nullable, Object, Ref, Type, Union
from docmodels.ir.drafts import Draft, Spelling
from docmodels.pages import detect, read_pages
from docmodels.pages.families.properties import evidence as properties
from docmodels.pages.languages import (
    Evidence,
    Language,
    languages,
    parse_languages,
    recognise_languages,
)
from docmodels.pages.languages.recognition import extract_features, shows
from docmodels.pages.languages.table import LanguageTableError, parse_type
from docmodels.pages.markdown import Page

PAGES = Path(__file__).parent / "pages"
FAMILIES = ("properties", "liblab", "speakeasy", "apimatic")
ALL = [(family, language) for family in FAMILIES for language in languages(family)]
HEAD = "Name | Type | Description | Notes\n--- | --- | --- | ---\n"


def recognise(
    *cells: str,
    family: str = "properties",
    names: str = "",
    layouts: Mapping[str, int] | None = None,
) -> str:
    """Return the name of the language of one page with these cells and field names."""
    evidence = Evidence(dict.fromkeys(cells, 1), names=names.split(), layouts=layouts or {})
    return recognise_languages({"": evidence}, languages(family))[""].name


def properties_page(*rows: str, title: str = "Thing") -> Page:
    """Return a page with rows `name type`."""
    lines = [f"**{name}** | {cell} |  | " for name, _, cell in (row.partition(" ") for row in rows)]
    text = f"# {title}\n\n## Properties\n{HEAD}" + "\n".join(lines) + "\n"
    return Page(document(f"{title}.md", text))


def read(page: Page) -> tuple[Draft, dict[str, Type]]:
    """Read a page; return its draft and the types of its fields."""
    dialect = detect(page)
    assert dialect is not None
    (draft,) = read_pages([(page, dialect)], [])
    assert isinstance(draft.definition.type, Object)
    return draft, {field.name: field.type for field in draft.definition.type.fields}


# --- signs that exclude --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    ["listIds **int[]**", "extra **map[string,object]**", "home **\\Acme\\Model\\Home**"],
)
def test_one_sign_of_php_decides_whatever_the_case_of_names(row: str) -> None:
    others = [f"{name} **string**" for name in ("streetName", "houseNumber", "postalCode")]
    draft, _ = read(properties_page(*others, row))
    assert (draft.language, draft.spelling) == ("php", Spelling.CAMEL)


def test_php_with_camel_case_names_has_types_of_php() -> None:
    _, types = read(properties_page("listIds **int[]**", "extraData **map[string,string]**"))
    assert types == {"listIds": Array(items=INTEGER), "extraData": Map(values=STRING)}


def test_php_symfony_prints_names_without_a_backslash_before_them() -> None:
    draft, types = read(properties_page("tags [**Acme\\Model\\Tag**](Tag.md)"))
    assert draft.language == "php-symfony"
    assert isinstance(types["tags"], Union)


@pytest.mark.parametrize("cell", ["int[]", "array<string,int>", "map[string,int]", "Acme[]"])
def test_a_container_rules_out_php_symfony(cell: str) -> None:
    assert recognise("string", "\\DateTime", cell, names="listIds extraData") != "php-symfony"


def test_signs_decide_against_any_weight() -> None:
    python = [f"List[{name}]" for name in "str int float bool".split()]
    assert recognise(*python, "Optional[str]", "datetime", names="a_b") == "python"
    assert (
        recognise(*python, "Optional[str]", "datetime", "HASH[string,int]", names="a_b") == "perl"
    )


def test_signs_of_several_languages_leave_the_weights_to_decide() -> None:
    assert recognise("HASH[string,int]", "ARRAY[int]", "map[string]string", names="a_b") == "perl"
    assert recognise("map[string]string", "*os.File", "ARRAY[int]", names="AB CD") == "go"


def test_impossible_signs_of_all_languages_exclude_none() -> None:
    table = "signs = ['x']\nimpossible = [{cell = 'z', reason = 'r'}]\n"
    document = tomllib.loads(f"[f.a]\ntypes.string = 'y'\n[f.b]\n{table}[f.c]\n{table}")
    first, second, third = parse_languages(document, "f")
    evidence = Evidence({"x": 1, "y": 1, "z": 1})
    assert recognise_languages({"": evidence}, (first, second))[""] == first
    assert recognise_languages({"": evidence}, (second, third))[""] == second


def test_a_layout_decides_if_most_pages_have_it() -> None:
    cells = ("string", "number", "{ [key: string]: string; }")
    assert recognise(*cells, layouts={"two-columns": 1}) == "typescript-fetch"
    assert recognise(*cells) == "typescript"
    assert recognise("str", family="liblab", layouts={"indented-rows": 1}) == "php"


@pytest.mark.parametrize(
    ("family", "language"), ALL, ids=lambda value: getattr(value, "name", value)
)
def test_signs_have_a_form_and_a_reason(family: str, language: Language) -> None:
    for sign in (*language.exclusive, *language.impossible):
        assert (sign.cell is None) != (sign.layout == "")
        assert len(sign.reason.split()) > 2, f"{family}.{language.name}: {sign}"


def test_no_generator_prints_an_exclusive_sign_of_another_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = {"typescript": "typescript-fetch"}
    decided: set[str] = set()

    def check(
        sets: Mapping[str, Evidence], all_languages: tuple[Language, ...]
    ) -> dict[str, Language]:
        recognised = recognise_languages(sets, all_languages)
        for folder, language in recognised.items():
            features = extract_features(sets[folder])
            printed = {lang.name for lang in all_languages if shows(lang.exclusive, features)}
            assert printed <= {language.name, shared.get(language.name)} | set(shared), folder
            assert not shows(language.impossible, features), folder
            decided.update(printed)
        return recognised

    monkeypatch.setattr(properties, "recognise_languages", check)
    for run in sorted(path for path in PAGES.glob("*/*") if path.is_dir()):
        pages = [Page(document(str(path), path.read_text("utf-8"))) for path in run.glob("*.md")]
        read_pages([(page, dialect) for page in pages if (dialect := detect(page))], [])
    assert len(decided) > 15


# --- signs that weigh ----------------------------------------------------------------------------


def test_sets_with_little_evidence_take_the_language_of_the_others() -> None:
    sets = {
        "large": Evidence({"array<string,int>": 9, "int[]": 4}, names=("listIds", "homePage")),
        "small": Evidence({"string": 1}, names=("streetName",)),
        "empty": Evidence(),
    }
    recognised = recognise_languages(sets, languages("properties"))
    assert {language.name for language in recognised.values()} == {"php"}


def test_each_set_has_a_language_of_its_own() -> None:
    sets = {
        "a": Evidence({"Vec<String>": 3, "i64": 2}, names=("a_b",)),
        "b": Evidence({"kotlin.String": 3}, names=("aB",)),
        "c": Evidence({"List[str]": 3, "Dict[str, int]": 1, "str": 9}, names=("a_b",)),
    }
    recognised = recognise_languages(sets, languages("properties"))
    assert [recognised[key].name for key in sets] == ["rust", "kotlin", "python"]


@pytest.mark.parametrize(
    ("cell", "names", "expected"),
    [
        ("*string*", "streetName", "typescript"),
        ("*string*", "StreetName", "go"),
        ("*int*", "street_name", "python"),
        ("*String*", "street_name", "ruby"),
        ("*String*", "streetName", "java"),
    ],
)
def test_the_case_of_names_weighs(cell: str, names: str, expected: str) -> None:
    assert recognise(cell, family="speakeasy", names=names) == expected


def test_a_language_that_signs_exclude_elsewhere_is_the_least_likely() -> None:
    python = {f"List[{name}]": 5 for name in "str int float bool".split()}
    sets = {
        "large": Evidence({**python, "datetime": 5, "HASH[string,int]": 1}, names=("a_b",)),
        "small": Evidence({"string": 1}, names=("c_d",)),
    }
    recognised = recognise_languages(sets, languages("properties"))
    assert [language.name for language in recognised.values()] == ["perl", "perl"]


def test_a_naming_option_of_the_generator_is_no_mismatch() -> None:
    assert recognise("string", "mixed", "bool", names="listIds extraData") == "php"
    assert recognise("string", "mixed", "bool", names="list_ids extra_data") == "php"


def test_titles_fences_and_class_names_weigh() -> None:
    all_languages = languages("properties")
    dart = Evidence({"String": 1}, titles=("sky.model.Bird",))
    perl = Evidence({"string": 1}, fences={"perl": 1})
    own_class = Evidence({"Resource": 9, "string": 1}, class_names={"resource"})
    sets = {"": dart}, {"": perl}, {"": own_class}
    names = [recognise_languages(evidence, all_languages)[""].name for evidence in sets]
    assert names == ["dart", "perl", "typescript"]


def test_a_set_without_cells_is_refined_by_the_others() -> None:
    sets = {"a": Evidence({"int": 2, "int?": 2, "Guid": 1}, names=("Ab",)), "b": Evidence()}
    recognised = recognise_languages(sets, languages("properties"))
    assert [lang.name for lang in recognised.values()] == ["csharp", "csharp"]
    meanings = [lang.vocabulary.optional_meanings["?"] for lang in recognised.values()]
    assert meanings == ["nullable", "nullable"]


# --- languages as data ---------------------------------------------------------------------------

MADE_UP = """
[properties.nim]
spelling = "camel"
types.string = "string cstring"
types.integer = "int uint"
types.int64 = "int64"
types."string?" = "NilString"
generics.list = "seq"
generics.map = "Table"
generics.optional = "Option"
exclusive = [{ cell = 'seq\\[', reason = "only Nim calls a list a seq" }]
reserved = "proc when"
affixes = ['x(RESERVED)']
"""


def test_a_language_is_added_by_a_few_lines_of_data(monkeypatch: pytest.MonkeyPatch) -> None:
    added = parse_languages(tomllib.loads(MADE_UP), "properties")
    monkeypatch.setattr(properties, "languages", lambda family: (*languages(family), *added))
    rows = ("wingSpans **seq[int64]**", "byName **Table[string, Bird]**", "note **NilString**")
    draft, types = read(properties_page(*rows, "xproc **Option[int]**"))
    assert (draft.language, draft.spelling) == ("nim", Spelling.CAMEL)
    assert types == {
        "wingSpans": Array(items=Integer(format="int64")),
        "byName": Map(values=Ref(name="Bird")),
        "note": Nullable(type=STRING),
        "proc": INTEGER,
    }


def test_a_table_extends_others_and_its_own_words_win() -> None:
    text = """
    [shared.base]
    types.string = "a b"
    generics.list = "L"
    spelling = "snake"
    [f.one]
    extends = ["shared.base"]
    types.integer = "b"
    generics.list = "M"
    [f.two]
    extends = ["f.one"]
    spelling = "pascal"
    """
    one, two = parse_languages(tomllib.loads(text), "f")
    assert one.vocabulary.names == {"a": STRING, "b": INTEGER}
    assert (one.vocabulary.lists, one.spelling) == ({"M"}, Spelling.SNAKE)
    assert (two.vocabulary, two.spelling) == (one.vocabulary, Spelling.PASCAL)


def test_types_are_written_as_text() -> None:
    assert parse_type("string?") == Nullable(type=STRING)
    assert parse_type("integer | string") == Union(members=(INTEGER, STRING))


@pytest.mark.parametrize(
    "line",
    [
        "typos = 'x'",
        "types.text = 'x'",
        "generics.vector = 'x'",
        "model_name = 'typo'",
        "traits = ['typo']",
        "spelling = 'kebab'",
        "extends = ['f.typo']",
        "restores = ['typo']",
    ],
)
def test_mistakes_in_a_table_are_errors(line: str) -> None:
    with pytest.raises(LanguageTableError):
        parse_languages(tomllib.loads(f"[f.a]\n{line}"), "f")


def test_help_does_not_read_the_languages() -> None:
    code = (
        "import sys, docmodels.__main__, docmodels.pages\n"
        "from docmodels.pages.languages import table\n"
        "sys.argv[1:] = ['--help']\n"
        "try:\n    docmodels.__main__.main()\n"
        "except SystemExit as stop:\n    assert not stop.code\n"
        "assert table.languages.cache_info().currsize == 0\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
