"""Text in the form that black writes, without paying black for what has that form already.

black spends the same time on a line that it changes and on one that it leaves alone. A generated
module is mostly short statements whose form is easy to prove: those are replaced, run by run, by a
stand-in of the same kind; black formats the small module that is left and the runs are put back.
Whatever is not proved goes to black; a module that cannot be taken apart goes to it whole
(decision 0003). `format_text` equals `black.format_str` on every text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import UNREADABLE_INPUT
from docmodels.targets.python.black_fast_path import (
    GAPS,
    class_has_form,
    is_text,
    span,
    statement_has_form,
)

if TYPE_CHECKING:  # black takes 0.2 s to import
    from black import Mode


def mode_for(output: Path) -> Mode:
    """Give black's settings for a file at `output`: its project's `[tool.black]`, or the defaults.

    The project is found as black finds it, except that a user's own global settings do not count:
    the same input gives the same bytes on every machine.
    """
    from black import Mode
    from black.files import find_project_root, parse_pyproject_toml

    root, _ = find_project_root((str(output),))
    pyproject = root / "pyproject.toml" if root else None
    if pyproject is None or not pyproject.is_file():
        return Mode()
    try:
        return _mode(parse_pyproject_toml(str(pyproject)))
    except (OSError, ValueError, TypeError, KeyError) as error:
        message = f"cannot use [tool.black] in {pyproject}: {error}"
        help = "mend that file: its settings decide how the output is laid out"
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


def format_text(text: str, mode: Mode) -> str:
    """Return exactly what `black.format_str(text, mode=mode)` returns, usually much sooner.

    Raises `black.InvalidInput` where black does: the text is not Python.
    """
    import black

    if (module := _taken_apart(text, mode)) is None:
        return black.format_str(text, mode=mode)
    lines = text.split("\n")
    runs = list(_runs(module.body, lines, mode.line_length, 0))
    put_back = _put_back(black.format_str(_reduced(lines, runs), mode=mode), lines, runs)
    return black.format_str(text, mode=mode) if put_back is None else put_back


def _taken_apart(text: str, mode: Mode) -> ast.Module | None:
    """The statements of a text, if nothing in it or in the settings reaches across statements."""
    unusual = mode.preview or mode.unstable or mode.is_pyi or mode.is_ipynb
    if unusual or mode.skip_source_first_line or mode.line_length < 40:
        return None
    if _FAR_REACHING.search(text):
        return None
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


_STAND_IN = "_stand_in_"
_FAR_REACHING = re.compile(rf"[\r\f\0]|\b(?:fmt|yapf):|#.*coding[:=]|{_STAND_IN}")


@dataclass(slots=True)
class _Run:
    """Neighbouring statements (lines `first` to `last`, from 0) that have black's form already."""

    first: int
    last: int
    classes: bool
    decorated: bool
    indent: int


def _runs(body: list[ast.stmt], lines: list[str], limit: int, depth: int) -> Iterator[_Run]:
    """Find the runs of one block, and of the classes in it that are not proved as a whole."""
    run: _Run | None = None
    for index, node in enumerate(body):
        if not _has_form(node, lines, limit, depth) or (index == 0 and is_text(node)):
            if run:
                yield run
            run = None
            if isinstance(node, ast.ClassDef):
                yield from _runs(node.body, lines, limit, depth + 1)
            continue
        first, last = span(node)
        is_class = isinstance(node, ast.ClassDef)
        if (
            run
            and is_class == run.classes
            and _is_gap(lines[run.last + 1 : first], is_class, depth)
        ):
            run.last = last
            continue
        if run:
            yield run
        decorated = isinstance(node, ast.ClassDef) and bool(node.decorator_list)
        run = _Run(first, last, is_class, decorated, depth * 4)
    if run:
        yield run


def _has_form(node: ast.stmt, lines: list[str], limit: int, depth: int) -> bool:
    if isinstance(node, ast.ClassDef):
        return depth == 0 and class_has_form(node, lines, limit)
    return statement_has_form(node, lines, limit, depth)


def _is_gap(between: list[str], classes: bool, depth: int) -> bool:
    """Whether only as many blank lines are between two statements as black keeps there."""
    return not any(between) and len(between) in ((2,) if classes else GAPS[depth > 0])


def _reduced(lines: list[str], runs: list[_Run]) -> str:
    """The text with each run replaced by one short statement of the same kind."""
    kept: list[str] = []
    end = 0
    for number, run in enumerate(runs):
        kept += lines[end : run.first]
        kept += ["@_"] if run.decorated else []
        name = f"{_STAND_IN}{number}"
        kept += [f"class {name}:", "    _: _"] if run.classes else [f"{' ' * run.indent}{name}: _"]
        end = run.last + 1
    return "\n".join(kept + lines[end:])


_STOOD_IN = re.compile(rf"^(?:@_\n)?(?:class | *){_STAND_IN}(\d+):(?: _|\n    _: _)$", re.M)


def _put_back(text: str, lines: list[str], runs: list[_Run]) -> str | None:
    """Undo `_reduced`; None if a stand-in was lost, which black has no reason to do."""
    pieces = _STOOD_IN.split(text)
    if pieces[1::2] != [str(number) for number in range(len(runs))]:
        return None
    pieces[1::2] = ["\n".join(lines[run.first : run.last + 1]) for run in runs]
    return "".join(pieces)
