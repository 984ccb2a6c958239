"""Test that `format_text` returns what black returns, for any module and any settings."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import black
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.targets.pydantic.target import FORMATTED, HELPERS
from docmodels.targets.python import formatting
from docmodels.targets.python.black_fast_path import (
    TESTED_VERSIONS,
    is_stable_expression,
    is_stable_statement,
)
from docmodels.targets.python.black_settings import LINE_LENGTH, BlackSettings, settings_for
from docmodels.targets.python.black_splits import split_long_line
from docmodels.targets.python.runtime_source import read_runtime


@pytest.fixture(scope="module", autouse=True)
def _enable_fast_path() -> Iterator[None]:
    """Enable the fast path for the installed black: these tests decide whether it is listed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formatting, "TESTED_VERSIONS", {black.__version__})
        patch.setattr(formatting, "_CHUNK_SIZE", 0)  # every class is parsed alone
        yield


def format_text(text: str, mode: black.Mode) -> str:
    return formatting.format_text(text, BlackSettings.of(mode))


def mode_for(output: Path) -> black.Mode:
    return settings_for(output).mode()


MODES = (
    black.Mode(),
    black.Mode(line_length=100),
    black.Mode(line_length=50, string_normalization=False, magic_trailing_comma=False),
    black.Mode(target_versions={black.TargetVersion.PY311}),
    black.Mode(preview=True),
)

NAMES = st.sampled_from("a name type match case print_ _x créé id2 Model lambda_".split())
TEXTS = st.sampled_from(
    [
        '""',
        '"a"',
        "'a'",
        '"it\'s"',
        '"\\""',
        "'\\''",
        '"\\n"',
        '"\\xAB"',
        '"日本語"',
        'b"x"',
        'R"x"',
    ]
)
NUMBERS = st.sampled_from(["0", "1", "-1", "1.5", "-0.25", "0XFF", "1E5", "1_000", "1.", "10l"[:2]])
ATOMS = NAMES | TEXTS | NUMBERS | st.sampled_from(["None", "True", "...", "a.b.c", "(1)", "(a, b)"])


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(inner, min_size=1, max_size=4)
    commas = st.sampled_from([", ", ",", " , "])
    return st.one_of(
        st.tuples(items, commas).map(lambda x: f"[{x[1].join(x[0])}]"),
        st.tuples(items, commas).map(lambda x: f"list[{x[1].join(x[0])}]"),
        st.tuples(items, commas).map(lambda x: f"Field({x[1].join(x[0])}, alias={x[0][0]})"),
        items.map(lambda x: f"Field(default_factory=lambda: {x[0]}, alias = {x[0]})"),
        items.map(lambda x: f"Annotated[{', '.join(x)},]"),
        items.map(lambda x: f"Field(alias={x[0]}, default={x[-1]})"),
        items.map(lambda x: " | ".join(x)),
        items.map(lambda x: "|".join(x)),
        items.map(lambda x: "{" + ", ".join(f'"k": {item}' for item in x) + "}"),
        items.map(lambda x: " and ".join(x)),
        items.map(lambda x: f"({' + '.join(x)})"),
        st.sampled_from(["[]", "{}", "()", "dict()", "[ ]", "f(*a, **b)", "f(a)(b)", "x[0][1]"]),
    )


EXPRESSIONS = st.recursive(ATOMS, _compound, max_leaves=8)
PROSE = st.text(st.sampled_from("ab  \n\n\"'\\é漢.\t#"), max_size=30) | st.sampled_from(
    ["x" * 84, "x" * 81 + ".", "One.\n\nTwo.\n", " lead", "trail ", 'quote"', "back\\\\"]
)
DOCS = st.one_of(
    PROSE.map(lambda text: '"""' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""'),
    PROSE.map(lambda text: f'"""{text}"""'),
    PROSE.map(lambda text: '"""A.\n\n    ' + text.replace("\n", "\n    ") + '\n    """'),
    st.sampled_from(["'''x'''", '"x"', 'r"""x"""', '"""a""" """b"""', '"""x"""; y = 1']),
)
STATEMENTS = st.one_of(
    st.tuples(NAMES, EXPRESSIONS).map(lambda x: f"{x[0]}: {x[1]}"),
    st.tuples(NAMES, EXPRESSIONS, EXPRESSIONS).map(lambda x: f"{x[0]}: {x[1]} = {x[2]}"),
    st.tuples(NAMES, EXPRESSIONS).map(lambda x: f"{x[0]} = {x[1]}"),
    st.tuples(NAMES, EXPRESSIONS).map(lambda x: f"{x[0]}={x[1]}  # {x[0]}"),
    DOCS,
    st.sampled_from(
        [
            "pass",
            "...",
            "x = y = 1",
            "x: int; y: int",
            "import a",
            "# note",
            "del (x)",
            "a.b(c=1)",
            "f (x)",
            "(f)(x)",
            "x = f(lambda v: v is None)",
            "x = f(a=lambda v: v is None)",
        ]
    ),
    st.sampled_from(["def f(self, *, a=1): ...", "def f(self):\n        return (1)\n", "x = 1,"]),
    st.sampled_from(
        ["@property\n    def f(self): return 1", "class In:\n        x: int\n\n        y: int"]
    ),
)
BLANK_LINES = st.sampled_from(["\n", "\n\n", "\n\n\n", "\n    # why\n", "\n \n"])
CLASSES = st.builds(
    lambda head, first, body: head + first + "".join(f"    {line}{gap}" for line, gap in body),
    st.sampled_from(
        ["class A:\n", "class B(Base):\n", "class C( Base ):\n", "@dataclass(frozen=True)\nclass D:\n",
         "class E(Base):\n\n", "class F(): \n", "@a\n@b\nclass G(Base, extra=1):\n", "class H(Base):  # x\n"]
    ),
    st.just("") | DOCS.map(lambda doc: f"    {doc}\n") | DOCS.map(lambda doc: f"    {doc}\n\n"),
    st.lists(st.tuples(STATEMENTS, BLANK_LINES), min_size=1, max_size=6),
)  # fmt: skip
IMPORTS = st.one_of(
    st.sampled_from(
        ["import a\n", "import a.b as c\n", "from . import a\n", "from __future__ import x\n"]
    ),
    st.sampled_from(
        ["import  a\n", "from a import (b)\n", "from a import b,\n"[:-2] + "\n", "import a, b\n"]
    ),
    st.lists(st.sampled_from(["A" * 20, "b" * 45, "c as d"]), min_size=1, max_size=5).map(
        lambda names: f"from .pet.x import {', '.join(names)}\n"
    ),
    st.sampled_from([f"from .{'m' * 90} import A\n", f"from .{'m' * 80} import A, B\n"]),
)
BLOCKS = st.lists(
    st.sampled_from(
        ["    from .a import A\n", f"    from .{'b' * 60} import {'B' * 30}\n", "    # why\n", "    x = 1\n"]
    ),
    min_size=1,
    max_size=4,
).map(lambda lines: f"if TYPE_CHECKING:\n{''.join(lines)}")  # fmt: skip
HEADS = st.builds(
    lambda comment, doc, future, gap: comment + doc + future + gap,
    st.sampled_from(["# Generated.\n", "# a\n# b\n\n", "# a\n\n", "#a\n\n", "#!/bin/sh\n# a \n\n", ""]),
    st.just("") | DOCS.map(lambda doc: f"{doc}\n") | DOCS.map(lambda doc: f"{doc}\n\n"),
    st.sampled_from(["from __future__ import annotations\n", "", "import a\n"]),
    st.sampled_from(["", "\n", "\n\n"]),
)  # fmt: skip
LISTS = st.lists(st.sampled_from(["A", "b" * 30]), max_size=4).map(
    lambda names: "__all__ = [\n" + "".join(f'    "{name}",\n' for name in names) + "]\n"
)
TOP_LEVEL = (
    CLASSES
    | IMPORTS
    | BLOCKS
    | LISTS
    | STATEMENTS.map(lambda text: text.replace("\n    ", "\n") + "\n")
)
MODULES = st.builds(
    lambda head, parts: head + "".join(part + gap for part, gap in parts),
    HEADS
    | st.sampled_from(
        ["", '"""Doc."""\n', "# note\n\nfrom a import b\n", '"""Doc."""\n\nimport a\n\n\n']
    ),
    st.lists(
        st.tuples(TOP_LEVEL, st.sampled_from(["", "\n", "\n\n", "\n\n\n", "\n# note\n"])),
        max_size=5,
    ),
)


@given(MODULES, st.sampled_from(MODES))
@settings(max_examples=150)
def test_format_text_equals_black_on_any_module(text: str, mode: black.Mode) -> None:
    try:
        ast.parse(text)
        expected = black.format_str(text, mode=mode)
    except (SyntaxError, ValueError):
        return
    assert format_text(text, mode) == expected


STABLE_PARTS = st.sampled_from(
    [
        ("import", "import a\nfrom .b import C, d as e\n"),
        ("import", f"from .{'m' * 70} import {'N' * 30}\n"),
        ("block", f"if TYPE_CHECKING:\n    from .a import B\n    from .{'m' * 60} import {'N' * 30}\n"),
        ("list", '__all__ = [\n    "A",\n    "B",\n]\n'),
        ("simple", "X = Annotated[_T | None, Field(exclude_if=lambda value: value is None)]\n"),
        ("simple", "Pet.model_rebuild(_types_namespace=globals())\n"),
        ("simple", f"Union: TypeAlias = {'A' * 50} | {'B' * 50}\n"),
        ("class", 'class A(B):\n    """Doc."""\n\n    x: int = 1\n'),
    ]
)  # fmt: skip


@given(
    st.sampled_from(["", '"""Doc."""\n\n', '"""Doc.\n\nMore.\n  x\n"""\n\n']),
    st.lists(STABLE_PARTS, min_size=1, max_size=6),
    st.lists(st.integers(1, 2), min_size=6, max_size=6),
    st.sampled_from(MODES[:4]),
)
@settings(max_examples=150)
def test_module_that_black_need_not_see_equals_black(
    doc: str, parts: list[tuple[str, str]], gaps: list[int], mode: black.Mode
) -> None:
    text = f"# Generated.\n# By us.\n\n{doc}from __future__ import annotations\n\n"
    before = ""
    for (kind, part), gap in zip(parts, gaps, strict=False):
        blank = 2 if before and "class" in (before, kind) else gap
        text += ("\n" * blank if before and (before, kind) != ("import", "import") else "") + part
        before = kind
    assert format_text(text, mode) == black.format_str(text, mode=mode)


PLAIN_NAMES = st.sampled_from(
    ["a", "B", "_c1", "None", "True", "class", "is", "match", "list", "D" * 30]
)
PLAIN_UNIONS = st.recursive(
    PLAIN_NAMES,
    lambda inner: st.builds(
        lambda name, arguments, others: " | ".join([f"{name}[{', '.join(arguments)}]", *others]),
        PLAIN_NAMES,
        st.lists(inner, min_size=1, max_size=2),
        st.lists(inner, max_size=2),
    ),
    max_leaves=4,
)
PLAIN_LINES = st.builds(
    lambda indent, name, union, tail: f"{indent}{name}: {union}{tail}\n",
    st.sampled_from(["", "", " ", "  "]),
    PLAIN_NAMES,
    PLAIN_UNIONS,
    st.just("") | PLAIN_UNIONS.map(lambda union: f" = {union}") | st.sampled_from([" = B.c", " = is.c", " ", " = B.c.d"]),
)  # fmt: skip
HEADERS = st.builds(
    lambda name, bases: f"class {name}({', '.join(bases)}):\n",
    PLAIN_NAMES,
    st.lists(PLAIN_NAMES, max_size=3),
)


@given(HEADERS, PLAIN_LINES, st.booleans(), st.sampled_from(MODES))
@settings(max_examples=300)
def test_lines_of_plain_names_equal_black(
    header: str, line: str, is_field: bool, mode: black.Mode
) -> None:
    head = "# Generated.\n\nfrom __future__ import annotations\n\n"
    text = f"{head}\n{header}    {line}" if is_field else f"{head}{line}"
    try:
        expected = black.format_str(text, mode=mode)
    except ValueError:
        with pytest.raises(ValueError):
            format_text(text, mode)
        return
    assert format_text(text, mode) == expected


def test_black_is_not_imported_for_models_of_known_forms(tmp_path: Path) -> None:
    schema = {"properties": {"a": {"type": ["string", "null"]}, "b": {"$ref": "#"}}}
    (tmp_path / "schema.json").write_text(json.dumps({"type": "object", "title": "Pet", **schema}))
    rows = "**CreatedAt** | **string** | When the pet was born |\n"
    page = f"# Pet\n\n## Properties\n\nName | Type | Description | Notes\n---- | ---- | ---- | ----\n{rows}"
    (tmp_path / "Pet.md").write_text(page)  # its field is read in each case (`any_case`)
    code = "import sys, docmodels; docmodels.generate({!r}, {!r}); print('black' in sys.modules)"
    inputs = [
        ("schema.json", "models.py"),
        ("schema.json", "models"),
        ("Pet.md", "pets.py"),
        ("Pet.md", "pets"),
    ]
    for input, output in inputs:
        command = [sys.executable, "-c", code.format(input, output)]
        result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert result.stdout == f"{black.__version__ not in TESTED_VERSIONS}\n"


@pytest.mark.parametrize("limit", [88, 93, 100])
def test_black_keeps_the_helpers_of_natural_models(limit: int) -> None:
    texts = HELPERS.texts(FORMATTED)
    assert len(texts) == len(FORMATTED)
    for text in texts:
        for has_magic_commas in (True, False):
            mode = black.Mode(line_length=limit, magic_trailing_comma=has_magic_commas)
            assert black.format_str(text, mode=mode) == f"{text}\n"


def test_version_of_black_needs_no_import() -> None:
    assert formatting.black_version() == black.__version__


PYTHONS = "3.11 >=3.9 >=3.12 >=3.12,<4 >=3.11.2 >=3.13 ~=3.11 ==3.12.* >=2.7 <3 x".split()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[tool.black]\n",
        "[tool.black]\nline-length = 70\npreview = true\n",
        "[tool.black]\nline_length = 70\nskip-magic-trailing-comma = true\ninclude = 'x'\n",
        "[tool.black]\nline-length = '70'\nskip-string-normalization = 1\n",
        "[tool.black]\ntarget-version = ['py39', 'PY312']\n",
        "[tool.black]\ntarget-version = []\n[project]\nrequires-python = '>=3.12'\n",
        "[tool.black]\nunstable = true\nenable-unstable-feature = ['string_processing']\n",
        *(f"[tool.black]\n[project]\nrequires-python = '{python}'\n" for python in PYTHONS),
    ],
)
def test_settings_are_those_that_black_reads(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "pyproject.toml").write_text("[project]\nname = 'inner'\n")
    plain = settings_for(tmp_path / "inner" / "models.py")
    read = BlackSettings.of(plain.mode())
    assert replace(plain, pyproject=None, known_mode=None) == replace(read, known_mode=None)


def test_default_line_length_is_that_of_black() -> None:
    assert black.DEFAULT_LINE_LENGTH == LINE_LENGTH


@pytest.mark.parametrize(
    "text",
    [
        "[tool.black]\ntarget-version = ['py27']\n",
        "[tool.black]\nline-length = 'x'\n",
        "[tool.black]\ntarget-version = 3\n",
        "[tool",
    ],
)
def test_settings_that_black_refuses_are_errors(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(DocmodelsError, match=r"cannot use \[tool.black\] in .*pyproject.toml"):
        settings_for(tmp_path / "models.py")


@given(st.lists(st.text("ab_", min_size=1, max_size=60), min_size=1, max_size=9))
@settings(max_examples=30)
def test_format_text_equals_black_on_a_list_of_names(names: list[str]) -> None:
    text = "__all__ = [\n" + "".join(f'    "{name}",\n' for name in names) + "]\n"
    for mode in MODES:
        assert format_text(text, mode) == black.format_str(text, mode=mode)


LONG_NAMES = st.builds(
    lambda first, length: first + "x" * length,
    st.sampled_from("abC"),
    st.sampled_from([0, 3, 8, 12, 20, 33, 50]),
)
LONG_ATOMS = (
    LONG_NAMES
    | st.sampled_from(["None", "-1", "...", '"' + "t " * 20 + '"', '"a|[,"', 'r"x\\d"', "1e-08"])
    | st.sampled_from(["[]", "{}", "f()", "a.b()"])
    | st.tuples(LONG_NAMES, LONG_NAMES).map(".".join)
)


def _long_compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.tuples(LONG_NAMES, items).map(lambda x: f"{x[0]}[{', '.join(x[1])}]"),
        st.tuples(LONG_NAMES, items).map(lambda x: f"{x[0]}(k={', k='.join(x[1])})"),
        items.map(lambda x: f"[{', '.join(x)}]"),
        items.map(lambda x: '{"k": ' + ', "k": '.join(x) + "}"),
        items.map(" | ".join),
        st.tuples(LONG_NAMES, items).map(lambda x: f"{x[0]}.f({', '.join(x[1])})"),
        items.map(lambda x: f"Field(default_factory=lambda: {x[0]})"),
    )


LONG_EXPRESSIONS = st.recursive(LONG_ATOMS, _long_compound, max_leaves=6)
LONG_LINES = st.one_of(
    st.tuples(LONG_NAMES, LONG_EXPRESSIONS).map(lambda x: f"    {x[0]} = {x[1]}"),
    st.tuples(LONG_NAMES, LONG_EXPRESSIONS).map(lambda x: f"    {x[0]}: {x[1]}"),
    st.tuples(LONG_NAMES, LONG_EXPRESSIONS, LONG_EXPRESSIONS).map(
        lambda x: f"    {x[0]}: {x[1]} = {x[2]}"
    ),
)


@given(LONG_LINES, st.sampled_from(MODES[:3]))
@settings(max_examples=150)
def test_long_line_is_split_as_by_black(line: str, mode: black.Mode) -> None:
    lines = split_long_line(line, mode.line_length) if len(line) > mode.line_length else None
    if lines is not None:
        expected = black.format_str(f"class A:\n{line}\n", mode=mode)
        assert "\n".join(["class A:", *lines, ""]) == expected


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        (
            "class Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(Bbbbbbbb):",
            ["class Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(", "    Bbbbbbbb", "):"],
        ),
        (
            'NAMED = "ccccccccccccccccccccccccccccccccc"',
            ["NAMED = (", '    "ccccccccccccccccccccccccccccccccc"', ")"],
        ),
        (
            'value: Annotated[Omittable[str], Field(alias="V")] = None',
            ["value: Annotated[", '    Omittable[str], Field(alias="V")', "] = None"],
        ),
        (
            "Union: TypeAlias = Aaaaaaaaaaaaa | Bbbbbbbbbbbbbb | Cccc",
            ["Union: TypeAlias = (", "    Aaaaaaaaaaaaa | Bbbbbbbbbbbbbb | Cccc", ")"],
        ),
        (
            "x = lambda_(lambda: 1, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)",
            ["x = lambda_(", "    lambda: 1,", f"    {'a' * 35},", ")"],
        ),
        (
            "kind: Annotated[Omittable[Kinds], Field(max_length=128)] = Kinds.FIRST",
            [
                "kind: Annotated[",
                "    Omittable[Kinds],",
                "    Field(max_length=128),",
                "] = Kinds.FIRST",
            ],
        ),
        (
            "kind: KindsOfAnimals = KindsOfAnimals.FIRST",
            ["kind: KindsOfAnimals = (", "    KindsOfAnimals.FIRST", ")"],
        ),
        (
            "names: list[Annotated[str, Field(max_length=8)]] = []",
            ["names: list[", "    Annotated[str, Field(max_length=8)]", "] = []"],
        ),
        (f"x: {'a[' * 99}b{']' * 99}", None),
    ],
)
def test_forms_of_long_lines(line: str, lines: list[str] | None) -> None:
    assert split_long_line(line, 42) == lines


@given(EXPRESSIONS)
@settings(max_examples=150)
def test_stable_expression_is_unchanged_by_black(expression: str) -> None:
    if is_stable_expression(expression) and len(expression) < 80:
        assert (
            black.format_str(f"x = f({expression})", mode=black.Mode()) == f"x = f({expression})\n"
        )


@pytest.mark.parametrize(
    ("statement", "is_stable"),
    [
        ("name: str", True),
        ("name: str | None = None", True),
        ("type: Literal['a']", False),
        ('type: Literal["a"]', True),
        ('x: Annotated[list[int], Field(alias="X", ge=-1)] = 3', True),
        ('x: list[A] = Field(default_factory=lambda: [A("b")])', True),
        ("x: tuple[int, ...] = ()", False),
        ("x = 1, 2", False),
        ("x: int = (1)", False),
        ("x: int=1", False),
        ("x: dict[str,int]", False),
        ("x: f(1,)", False),
        ('x = "a" "b"', False),
        ("x: 漢", False),
        ('x = "漢"', True),
        ("x: int  # why", False),
        ("x = not(1)", False),
    ],
)
def test_statement_is_stable_or_left_to_black(statement: str, is_stable: bool) -> None:
    node = ast.parse(statement).body[0]
    assert is_stable_statement(node, [statement], 88, 0) is is_stable


def test_mode_comes_from_the_project_of_the_output(tmp_path: Path) -> None:
    pyproject = '[tool.black]\nline-length = 60\nskip-string-normalization = true\ntarget-version = ["py311"]\n'
    (tmp_path / "pyproject.toml").write_text(pyproject)
    mode = mode_for(tmp_path / "src" / "models.py")
    assert mode.line_length == 60
    assert not mode.string_normalization
    assert mode.target_versions == {black.TargetVersion.PY311}


def test_mode_without_a_project_is_the_default(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert mode_for(tmp_path / "models.py") == black.Mode()


@pytest.mark.parametrize(
    "text",
    [
        "x: int  # fmt: skip\nclass A:\n    y: int\n",
        "# fmt: off\nx = ( 1 )\n# fmt: on\n",
        "class A:\n    x: int\r\n",
        "class A:\n\tx: int\n",
        "#!/usr/bin/env python\n# coding: utf-8\nclass A:\n    x: int\n",
        "_stand_in_0: _\nclass A:\n    x: int\n",
        "",
        "\n\n",
        'class A:\n    """Doc."""\n    # a comment\n',
        "class A:\n    x: int",
        'X = """a\n\n\nclass B:\n    x: int\n"""\n\n\nclass A:\n    x: int = 1\n',
        'X = """a\n\n\nclass B:\n    """ + """\n\n\nclass C:\n    """\n',
        "x = [\n    1,\n\n\nclass A:\n    x: int\n",
        "class A:\n    x: int\n    # why\n\n\nclass B:\n    x: int\n\n\n# end\n",
        "class A:\n    x = {}  \n\n\nclass B:\n    x: int\n\n\n@a\nclass C:\n    y: int\n",
    ],
)
def test_text_with_effects_across_statements_equals_black(text: str) -> None:
    try:
        expected = black.format_str(text, mode=black.Mode())
    except black.InvalidInput:
        with pytest.raises(black.InvalidInput):
            format_text(text, black.Mode())
    else:
        assert format_text(text, black.Mode()) == expected


def test_black_receives_a_small_part_of_a_generated_module(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs: list[str] = []
    format_str = black.format_str

    def record(text: str, *, mode: black.Mode) -> str:
        inputs.append(text)
        return format_str(text, mode=mode)

    monkeypatch.setattr(black, "format_str", record)
    monkeypatch.setattr(formatting, "_remembered", {})
    fields = "".join(f"    field_{n}: str | None = None\n" for n in range(50))
    classes = "\n\n".join(f"class Model{n}(BaseModel):\n{fields}" for n in range(20))
    text = f"from pydantic import BaseModel\n\n\n{classes}"
    assert format_text(text, black.Mode()) == text
    assert len(inputs[0].splitlines()) < 10
    assert format_text(text.replace("Model", "Other"), black.Mode()) == text.replace(
        "Model", "Other"
    )
    assert len(inputs) == 1  # black formats modules that are alike once


def test_untested_black_formats_whole_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    def record(text: str, *, mode: black.Mode) -> str:
        texts.append(text)
        return text

    monkeypatch.setattr(formatting, "TESTED_VERSIONS", set())
    monkeypatch.setattr(black, "format_str", record)
    text = "a: int\nb: str\n"
    assert format_text(text, black.Mode()) == text
    assert texts == [text]


@pytest.mark.parametrize(
    ("package", "file"),
    [
        ("pydantic", "runtime.py"),
        ("msgspec", "runtime.py"),
        ("dataclass", "json_model.py"),
        ("dataclass", "codec.py"),
    ],
)
def test_runtime_code_fits_the_default_line_length(package: str, file: str) -> None:
    runtime = read_runtime(f"docmodels.targets.{package}", file)
    text = black.format_str(runtime.body, mode=black.Mode())
    assert [line for line in text.split("\n") if len(line) > 88] == []
