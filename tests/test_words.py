"""Test that names, docstrings, comments, rules and documentation use the field's standard terms.

`RETIRED` is the list of words that this project no longer uses, each with the term to use instead.
Text in backticks and code blocks is not checked, because it quotes names.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

from docmodels.diagnostics.rules import RULES

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*(ROOT / "generator").rglob("*.py"), *(ROOT / "tests").rglob("*.py")])
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

# Words refused anywhere: as a part of a name (`read_told`, `ToldValue`) and in text.
# A name may have several parts; in text, spaces stand for underscores.
RETIRED = {
    "aloud": "report",
    "barred": "hidden, excluded",
    "circle|circles": "cycle",
    "doubt|doubts|doubted|doubtful": "note, warning, diagnostic, ambiguity",
    "heir|heirs": "subclass, derived model",
    "heritage": "inheritance",
    "kit": "runtime, helpers",
    "leaning": "in-place reference",
    "lexicon": "index, vocabulary",
    "lineage|lineages": "class layout, inheritance",
    "mend|mends|mended|mending": "fix",
    "milder": "less strict, lower severity",
    "nobody": "no definition, no field, no user",
    "said": "described, documented, reported",
    "say|says|saying": "report, describe, state, mean",
    "selves": "cycles of references",
    "tell|tells|telling": "report, describe, distinguish",
    "told": "reported, inferred from prose, documented",
    "whoever": "a user that, a caller that",
    "wish|wishes": "option, request",
}

# Words refused as a part of a name only.
RETIRED_IN_NAMES = {
    "book|books": "index",
    "found": "the noun of what it holds: fields, matches, definitions, result",
    "held": "checked: schema_check, field_check",
    "redirected": "renamed references: rename_refs",
    "spelled_out": "with_explicit_mappings",
}

# Words refused as a whole name, without leading and trailing underscores.
RETIRED_NAMES = {
    "each": "the noun of the item: field, member, definition",
    "known": "definitions, index, candidates",
    "made": "result, model, definition",
    "own": "local_fields, declared, members",
    "rest": "remaining, residual",
}

# Phrases refused in text only.
RETIRED_PHRASES = {
    "come what may": "always",
    "held (to|against)": "checked against, validated against",
    "spelled out": "explicit",
}


def in_text(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches any of the words in prose."""
    return re.compile(rf"(?<![\w-])({'|'.join(words)})(?![\w-])", re.I)


NAME_PART = re.compile(rf"(?:^|_)({'|'.join([*RETIRED, *RETIRED_IN_NAMES])})(?=_|$)")
NAME = re.compile("|".join(RETIRED_NAMES))
TEXT = in_text([*RETIRED, *RETIRED_PHRASES])
TERMS = RETIRED | RETIRED_IN_NAMES | RETIRED_NAMES | RETIRED_PHRASES


def term(word: str) -> str:
    """Return the standard term for a retired word."""
    return next(term for words, term in TERMS.items() if re.fullmatch(words, word, re.I))


def retired_in_name(name: str) -> str | None:
    """Return the retired word in an identifier, if any; CamelCase counts as snake_case."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_")
    if NAME.fullmatch(snake):
        return snake
    match = NAME_PART.search(snake)
    return match[1] if match else None


def retired_in_text(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line (from 0) and the retired word for each use in prose; skip quoted code."""
    text = re.sub(r"^( *)```.*?^ *```", keep_line_breaks, text, flags=re.M | re.S)
    text = re.sub(r"`[^`]*`|\bhttps?://\S+", keep_line_breaks, text)
    for match in TEXT.finditer(text):
        yield text.count("\n", 0, match.start()), " ".join(match[1].split())


def keep_line_breaks(match: re.Match[str]) -> str:
    """Replace a match by its line breaks."""
    return "\n" * match[0].count("\n")


def declared_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and name of all functions, classes, parameters, attributes and variables."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr
            case ast.Import() | ast.ImportFrom():
                yield from ((node.lineno, alias.asname) for alias in node.names if alias.asname)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node.lineno, name
            case ast.ExceptHandler(name=str(name)):
                yield node.lineno, name
            case _:
                pass


def docstrings_and_comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of all docstrings (of attributes, too) and comments of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            if isinstance(node.value.value, str):
                yield node.lineno, node.value.value
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def position(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def test_names_are_standard_terms() -> None:
    """Functions, classes, parameters, attributes, variables, modules and packages."""
    hits: list[str] = []
    for path in SOURCES:
        names = [(1, path.stem), (1, path.parent.name)]
        names += declared_names(ast.parse(path.read_text("utf-8")))
        for line, name in names:
            if word := retired_in_name(name):
                hits.append(f"{position(path, line)}: `{name}`: use {term(word)}")
    assert not hits, "\n".join(sorted(set(hits)))


def test_docstrings_and_comments_use_standard_terms() -> None:
    hits = [
        f'{position(path, start + line)}: "{word}": use {term(word)}'
        for path in SOURCES
        for start, text in docstrings_and_comments(path.read_text("utf-8"))
        for line, word in retired_in_text(text)
    ]
    assert not hits, "\n".join(hits)


def test_rules_use_standard_terms() -> None:
    hits = [
        f'{rule.name}: "{word}": use {term(word)}'
        for rule in RULES
        for text in (rule.name.replace("-", " "), rule.summary, rule.help)
        for _, word in retired_in_text(text)
    ]
    assert not hits, "\n".join(hits)


def test_documentation_uses_standard_terms() -> None:
    hits = [
        f'{position(path, line + 1)}: "{word}": use {term(word)}'
        for path in PAGES
        for line, word in retired_in_text(path.read_text("utf-8"))
    ]
    assert not hits, "\n".join(hits)


def test_retired_words_are_recognized() -> None:
    names = ("told", "_told", "read_told", "ToldValue", "found", "each", "with_spelled_out_refs")
    assert all(map(retired_in_name, names))
    assert not any(
        map(retired_in_name, ("each_field", "founded", "unfold", "holder", "known_types"))
    )
    text = "It says so.\n`tell` is code.\n\n```\nsaid\n```\nchecks are held to it; unsaid"
    assert list(retired_in_text(text)) == [(0, "says"), (6, "held to")]
    assert term("says") == RETIRED["say|says|saying"]
