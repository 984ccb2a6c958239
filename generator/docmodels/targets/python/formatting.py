"""Format text as black does, but skip the statements whose format is known.

black takes the same time for a line that it changes and for one that it keeps. Most statements of a
generated module are easy to format without it. Each run of such statements is replaced by a
placeholder of the same kind; black formats the small module that remains, and the formatted runs
take the places of their placeholders. Everything else goes to black; a module that cannot be split goes to it as a whole
(decision 0003). `format_text` equals `black.format_str` on every text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import UNREADABLE_INPUT
from docmodels.targets.python.black_fast_path import (
    TESTED_VERSIONS,
    Kind,
    format_class,
    format_statement,
    is_stable_gap,
    is_string_statement,
    kind_of,
    span,
)

if TYPE_CHECKING:  # black takes 0.2 s to import
    from black import Mode


def mode_for(output: Path) -> Mode:
    """Return black's settings for a file at `output`: its project's `[tool.black]`, or defaults.

    The project root is black's, but a user's global settings do not count, so that the same input
    gives the same bytes on every machine. Raise `DocmodelsError` (`unreadable-input`) for settings
    that black does not accept.
    """
    from black import Mode
    from black.files import find_project_root, parse_pyproject_toml

    root, _ = find_project_root((str(output.absolute()),))  # black caches by path
    pyproject = root / "pyproject.toml" if root else None
    if pyproject is None or not pyproject.is_file():
        return Mode()
    try:
        return _mode(parse_pyproject_toml(str(pyproject)))
    except (OSError, ValueError, TypeError, KeyError) as error:
        message = f"cannot use [tool.black] in {pyproject}: {error}"
        help = "fix that file: its settings decide the format of the output"
        raise DocmodelsError(UNREADABLE_INPUT.at(None, message, help)) from error


def _mode(config: Mapping[str, Any]) -> Mode:
    from black.const import DEFAULT_LINE_LENGTH
    from black.mode import Mode, Preview, TargetVersion

    return Mode(
        target_versions={TargetVersion[name.upper()] for name in config.get("target_version", ())},
        line_length=int(config.get("line_length", DEFAULT_LINE_LENGTH)),
        string_normalization=not config.get("skip_string_normalization", False),
        magic_trailing_comma=not config.get("skip_magic_trailing_comma", False),
        preview=bool(config.get("preview", False)),
        unstable=bool(config.get("unstable", False)),
        enabled_features={Preview[name] for name in config.get("enable_unstable_feature", ())},
    )


def has_type_statements(mode: Mode) -> bool:
    """Whether every Python version that a project supports has `type X = ..`: 3.12 and later.

    black takes the versions from `target-version`, else from `requires-python` of the project.
    """
    from black.mode import TargetVersion

    oldest = TargetVersion.PY312.value
    return bool(mode.target_versions) and all(v.value >= oldest for v in mode.target_versions)


def format_text(text: str, mode: Mode) -> str:
    """Return exactly what `black.format_str(text, mode=mode)` returns, usually much sooner.

    Raises `black.InvalidInput` where black does: the text is not Python.
    """
    import black

    is_tested = getattr(black, "__version__", "") in TESTED_VERSIONS
    module = _parse_statements(text, mode) if is_tested else None
    if module is None:
        return black.format_str(text, mode=mode)
    lines = text.split("\n")
    runs = list(_runs(module.body, lines, mode.line_length, 0))
    restored = _restore(_format_rest(_with_placeholders(lines, runs), mode), runs)
    return black.format_str(text, mode=mode) if restored is None else restored


_MAX_REMEMBERED, _MAX_REMEMBERED_SIZE = 256, 4_000
_remembered: dict[tuple[str, str], str] = {}
"""What black made of short texts, by text and settings: the modules of a package are alike."""


def _format_rest(text: str, mode: Mode) -> str:
    """Let black format a text with placeholders, or return what it made of the same text before."""
    import black

    key = (text, mode.get_cache_key())
    if (result := _remembered.get(key)) is not None:
        return result
    formatted = black.format_str(text, mode=mode)
    if len(text) <= _MAX_REMEMBERED_SIZE and len(_remembered) < _MAX_REMEMBERED:
        _remembered[key] = formatted
    return formatted


def _parse_statements(text: str, mode: Mode) -> ast.Module | None:
    """Parse a text; return None if the settings or a comment affect more than one statement."""
    has_unusual_settings = mode.preview or mode.unstable or mode.is_pyi or mode.is_ipynb
    if has_unusual_settings or mode.skip_source_first_line or mode.line_length < 40:
        return None
    if _CROSS_STATEMENT.search(text):
        return None
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


_PLACEHOLDER = "_placeholder_"
_CROSS_STATEMENT = re.compile(rf"[\r\f\0]|\b(?:fmt|yapf):|#.*coding[:=]|{_PLACEHOLDER}")


@dataclass(slots=True)
class _Run:
    """Adjacent statements (lines `first` to `last`, from 0), and the lines that black makes of them.

    `kind` is that of the first and the last one.
    """

    first: int
    last: int
    formatted: list[str]
    kind: Kind
    is_decorated: bool
    indent: int


def _runs(body: list[ast.stmt], lines: list[str], limit: int, depth: int) -> Iterator[_Run]:
    """Yield the runs of one block, and those inside its classes that are not known as a whole."""
    chain: list[_Run] = []
    for index, node in enumerate(body):
        is_docstring = index == 0 and is_string_statement(node)
        formatted = None if is_docstring else _format_statement(node, lines, limit, depth)
        if formatted is None:
            yield from _join(chain, lines)
            chain = []
            if isinstance(node, ast.ClassDef):
                yield from _runs(node.body, lines, limit, depth + 1)
            continue
        first, last = span(node)
        kind = kind_of(node)
        between = lines[chain[-1].last + 1 : first] if chain else []
        if chain and not is_stable_gap(chain[-1].kind, kind, between, depth):
            yield from _join(chain, lines)
            chain = []
        is_decorated = isinstance(node, ast.ClassDef) and bool(node.decorator_list)
        chain.append(_Run(first, last, formatted, kind, is_decorated, depth * 4))
    yield from _join(chain, lines)


def _join(chain: list[_Run], lines: list[str]) -> Iterator[_Run]:
    """Join statements, whose blank lines black keeps, into runs with one kind at both ends."""
    while chain:
        kind = chain[0].kind
        end = max(index for index, run in enumerate(chain) if run.kind == kind) + 1
        joined, chain = chain[:end], chain[end:]
        formatted = joined[0].formatted[:]
        for before, after in pairwise(joined):
            formatted += lines[before.last + 1 : after.first] + after.formatted
        yield replace(joined[0], last=joined[-1].last, formatted=formatted)


def _format_statement(node: ast.stmt, lines: list[str], limit: int, depth: int) -> list[str] | None:
    if isinstance(node, ast.ClassDef):
        return format_class(node, lines, limit) if depth == 0 else None
    return format_statement(node, lines, limit, depth)


def _with_placeholders(lines: list[str], runs: list[_Run]) -> str:
    """Return the text with each run replaced by one short statement of the same kind."""
    output: list[str] = []
    end = 0
    for number, run in enumerate(runs):
        output += lines[end : run.first]
        output += _placeholder(run, f"{_PLACEHOLDER}{number}")
        end = run.last + 1
    return "\n".join(output + lines[end:])


def _placeholder(run: _Run, name: str) -> list[str]:
    match run.kind:
        case "class":
            return [*(["@_"] if run.is_decorated else []), f"class {name}:", "    _: _"]
        case "import":
            return [f"import {name}"]
        case "simple":
            return [f"{' ' * run.indent}{name}: _"]
        case _:
            assert_never(run.kind)


_PLACEHOLDERS = re.compile(
    rf"^(?:@_\n)?(?:class |import | *){_PLACEHOLDER}(\d+)(?:|: _|:\n    _: _)$", re.M
)


def _restore(text: str, runs: list[_Run]) -> str | None:
    """Replace the placeholders by the runs; None if one is missing, which black never causes."""
    pieces = _PLACEHOLDERS.split(text)
    if pieces[1::2] != [str(number) for number in range(len(runs))]:
        return None
    pieces[1::2] = ["\n".join(run.formatted) for run in runs]
    return "".join(pieces)
