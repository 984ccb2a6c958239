"""Format text as black does, but skip the statements whose format is known.

black takes the same time for a line that it changes and for one that it keeps. Most statements of a
generated module are easy to format without it. Each run of such statements is replaced by a
placeholder of the same kind; black formats the small module that remains, and the formatted runs
take the places of their placeholders. Everything else goes to black; a module that cannot be split goes to it as a whole
(decision 0003). `format_text` equals `black.format_str` on every text.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from docmodels.targets.python.black_fast_path import (
    TESTED_VERSIONS,
    format_class,
    format_statement,
    is_stable_docstring,
)
from docmodels.targets.python.black_imports import is_list_of_names
from docmodels.targets.python.black_lines import FUTURE_IMPORT, format_lines, head_length
from docmodels.targets.python.black_nodes import (
    Run,
    has_comment_below,
    is_stable_gap,
    is_string_statement,
    kind_of,
    span,
)
from docmodels.targets.python.black_settings import BlackSettings

FORMATTED_LIMITS = range(88, 101)
"""The lengths of lines at which a statement of `formatted` is as it is."""


@cache
def black_version() -> str:
    """Return the version of the installed black without importing it, which takes 0.05 s.

    Empty if the metadata beside the package do not show one version.
    """
    spec = find_spec("black")
    folder = os.path.dirname(os.path.dirname(spec.origin or "")) if spec else ""
    names = os.listdir(folder) if os.path.isdir(folder) else []
    versions = [match[1] for name in names if (match := _METADATA.fullmatch(name))]
    return versions[0] if len(versions) == 1 else ""


_METADATA = re.compile(r"black-([0-9.]+)\.dist-info")


def format_text(text: str, settings: BlackSettings, formatted: Collection[str] = ()) -> str:
    """Return exactly what `black.format_str(text, mode=settings.mode())` returns, usually sooner.

    `formatted` are statements of a module that black keeps with its default settings, and with lines
    of up to 100 characters. Raises `black.InvalidInput` where black does, and `ValueError` for an
    invisible character outside strings, which only black takes for a space: the text is not Python.
    """
    lines = text.split("\n")
    module = _known_parts(text, settings, formatted)
    if module is None:
        _reject_invisible_characters(text)
        return _format_with_black(text, settings)
    if (whole := _format_whole(module, lines)) is not None:
        return whole
    runs = [run for chain in module.chains for run in _split_chain(chain, lines)]
    remaining = _format_remaining(_with_placeholders(lines, runs), settings)
    restored = _restore(remaining, runs)
    return _format_with_black(text, settings) if restored is None else restored


def _reject_invisible_characters(text: str) -> None:
    """Raise `ValueError` if the first error of a text is an invisible character, such as U+00A0.

    Any other error is left to black, which knows the syntax of newer versions of Python.
    """
    try:
        ast.parse(text)
    except SyntaxError as error:
        index = (error.offset or 1) - 1
        character = (error.text or "")[index : index + 1]
        if character and not character.isascii() and not character.isprintable():
            message = f"line {error.lineno}: invisible character U+{ord(character):04X}"
            raise ValueError(message) from error
    except (ValueError, RecursionError, MemoryError):
        return


class _Module(Struct):
    """The chains of a text, the number of its statements, and the first of them."""

    chains: list[list[Run]]
    head: list[ast.stmt]
    size: int


def _known_parts(text: str, settings: BlackSettings, formatted: Collection[str]) -> _Module | None:
    """Return the statements of a text whose format is known; None if it cannot be split.

    The syntax tree of a large module takes a hundred times the memory of its text, so that groups of
    classes are parsed one after the other. A text that is split inside a string or brackets is not
    Python; then the whole is parsed.
    """
    is_usual = settings.is_usual and settings.line_length >= _MIN_LENGTH
    is_usual = is_usual and black_version() in TESTED_VERSIONS
    if not is_usual or (any(map(text.__contains__, _SIGNS)) and _CROSS_STATEMENT.search(text)):
        return None
    is_default = settings.normalizes_strings and settings.line_length in FORMATTED_LIMITS
    for parts in (_CLASS_START.split(text), [text]):
        module = _Module([], [], 0)
        try:
            _add_parts(module, parts, settings, formatted if is_default else ())
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        return module
    return None


_MIN_LENGTH = 40
"""The shortest limit of lines for which statements are known."""
_CHUNK_SIZE = 50_000
"""The number of characters after which the next class begins a new part of the text."""
_CLASS_START = re.compile(r"(?<=\n\n\n)(?=class |@)")


def _add_parts(
    module: _Module, parts: Sequence[str], settings: BlackSettings, formatted: Collection[str]
) -> None:
    """Add the statements of the parts of a text; those whose lines are not known are parsed."""
    offset, unknown = 0, ""
    for part in [*parts, ""]:
        lines = part.split("\n")
        start = 0 if module.size or unknown else head_length(lines)
        runs = None
        if settings.has_magic_commas and (module.size or unknown or start):
            runs = format_lines(lines, start, settings.line_length)
        if unknown and (runs is not None or len(unknown) > _CHUNK_SIZE):
            source = _Source(unknown.split("\n"), settings, formatted)
            body = ast.parse(unknown).body
            _add_chains(module, body[:_MAX_HEAD], len(body), _chains(body, source, 0), offset)
            offset, unknown = offset + len(source.lines) - 1, ""
        if runs is None:
            unknown += part
        else:
            head = _FUTURE_IMPORT if start else []
            _add_chains(module, head, len(head) + len(runs), [runs], offset)
            offset += len(lines) - 1


def _add_chains(
    module: _Module, head: list[ast.stmt], size: int, chains: Iterable[list[Run]], offset: int
) -> None:
    """Add the `size` statements of a part of a text, which begins `offset` lines below its start.

    `head` are the first of them.
    """
    if not module.size:
        module.head = head
    module.size += size
    for chain in chains:
        for run in chain:
            run.first, run.last = run.first + offset, run.last + offset
        before = module.chains[-1][-1] if module.chains else None
        is_next = before and chain and before.last + 3 == chain[0].first == offset
        if is_next and before and before.indent == chain[0].indent == 0:
            module.chains[-1] += chain  # a class two blank lines below the previous part
        elif chain:
            module.chains.append(chain)


_FUTURE_IMPORT = ast.parse(FUTURE_IMPORT).body
_MAX_HEAD = 2
"""How many statements precede those whose format is known: a docstring and an import."""


def _format_with_black(text: str, settings: BlackSettings) -> str:
    import black

    return black.format_str(text, mode=settings.mode())


_MAX_REMEMBERED, _MAX_REMEMBERED_SIZE = 256, 4_000
_remembered: dict[tuple[str, str], str] = {}
"""What black made of short texts, by text and settings: the modules of a package are alike."""


def _format_remaining(text: str, settings: BlackSettings) -> str:
    """Let black format a text with placeholders, or return what it made of the same text before."""
    key = (text, settings.mode().get_cache_key())
    if (result := _remembered.get(key)) is not None:
        return result
    formatted = _format_with_black(text, settings)
    if len(text) <= _MAX_REMEMBERED_SIZE and len(_remembered) < _MAX_REMEMBERED:
        _remembered[key] = formatted
    return formatted


_PLACEHOLDER = "_placeholder_"
_CROSS_STATEMENT = re.compile(
    rf"[\r\f\0]|\b(?:fmt|yapf):|^[^#\n]*+#.*coding[:=]|{_PLACEHOLDER}", re.M
)
_SIGNS = ("\r", "\f", "\0", "fmt:", "yapf:", "coding", _PLACEHOLDER)
"""One of these is in each text that `_CROSS_STATEMENT` matches."""


class _Source(Struct, frozen=True):
    """The lines of a text, and what decides which of its statements black keeps."""

    lines: Sequence[str]
    settings: BlackSettings
    formatted: Collection[str]


def _chains(body: list[ast.stmt], source: _Source, depth: int) -> Iterator[list[Run]]:
    """Yield the chains of one block, and those inside its classes that are not known as a whole.

    A chain has statements with a known format, between which black keeps the blank lines.
    """
    chain: list[Run] = []
    for index, node in enumerate(body):
        is_docstring = index == 0 and is_string_statement(node)
        formatted = None if is_docstring else _format_statement(node, source, depth)
        if formatted is None:
            yield chain
            chain = []
            if isinstance(node, ast.ClassDef):
                yield from _chains(node.body, source, depth + 1)
            continue
        first, last = span(node)
        kind = kind_of(node)
        between = source.lines[chain[-1].last + 1 : first] if chain else ()
        if chain and not is_stable_gap(chain[-1].kind, kind, between, depth):
            yield chain
            chain = []
        is_decorated = isinstance(node, ast.ClassDef) and bool(node.decorator_list)
        chain.append(Run(first, last, formatted, kind, is_decorated, depth * 4))
    yield chain


def _split_chain(chain: list[Run], lines: Sequence[str]) -> Iterator[Run]:
    """Join the statements of a chain into runs with one kind at both ends."""
    while chain:
        kind = chain[0].kind
        end = max(index for index, run in enumerate(chain) if run.kind == kind) + 1
        joined, chain = chain[:end], chain[end:]
        yield replace(joined[0], last=joined[-1].last, formatted=_joined(joined, lines))


def _joined(chain: list[Run], lines: Sequence[str]) -> list[str]:
    formatted = chain[0].formatted[:]
    for before, after in pairwise(chain):
        formatted += lines[before.last + 1 : after.first]
        formatted += after.formatted
    return formatted


def _format_statement(node: ast.stmt, source: _Source, depth: int) -> list[str] | None:
    lines, limit = source.lines, source.settings.line_length
    if depth == 0 and source.settings.has_magic_commas and is_list_of_names(node, lines):
        first, last = span(node)
        return [*lines[first : last + 1]]
    if depth == 0 and isinstance(node, ast.FunctionDef):
        return _find_formatted(node, source)
    if not isinstance(node, ast.ClassDef):
        return format_statement(node, lines, limit, depth)
    if depth > 0:
        return None
    return format_class(node, lines, limit) or _find_formatted(node, source)


def _find_formatted(node: ast.stmt, source: _Source) -> list[str] | None:
    """Return the lines of a statement that black is known to keep, else None."""
    first, last = span(node)
    lines = [*source.lines[first : last + 1]]
    is_known = bool(source.formatted) and "\n".join(lines) in source.formatted
    return lines if is_known and not has_comment_below(source.lines, last) else None


# --- whole modules ---------------------------------------------------------------------------------


def _format_whole(module: _Module, lines: Sequence[str]) -> str | None:
    """Return a text that black need not see: a head and one chain of statements; None for another."""
    if len(module.chains) != 1:
        return None
    (chain,) = module.chains
    start = module.size - len(chain)
    if start > len(module.head) or chain[0].indent or chain[0].kind == "class":
        return None
    if [*lines[chain[-1].last + 1 :]] != [""]:
        return None
    if not _is_stable_head(module.head[:start], lines[: chain[0].first]):
        return None
    return "\n".join([*lines[: chain[0].first], *_joined(chain, lines), ""])


_COMMENT = re.compile("# [!-~](?:[ -~]*[!-~])?")


def _is_stable_head(nodes: list[ast.stmt], lines: Sequence[str]) -> bool:
    """Whether black keeps comments, a docstring and the import of annotations, one blank line after
    each."""
    comments = next((i for i, line in enumerate(lines) if not _COMMENT.fullmatch(line)), 0)
    if comments == 0 or not nodes:
        return False
    end = comments
    if is_string_statement(nodes[0]):
        first, last = span(nodes[0])
        if first != end + 1 or lines[end] or not is_stable_docstring(lines[first : last + 1], ""):
            return False
        end, nodes = last + 1, nodes[1:]
    return len(nodes) == 1 and [*lines[end:]] == ["", FUTURE_IMPORT, ""]


# --- placeholders ----------------------------------------------------------------------------------


def _with_placeholders(lines: Sequence[str], runs: list[Run]) -> str:
    """Return the text with each run replaced by one short statement of the same kind."""
    output: list[str] = []
    end = 0
    for number, run in enumerate(runs):
        output += lines[end : run.first]
        output += _placeholder(run, f"{_PLACEHOLDER}{number}")
        end = run.last + 1
    return "\n".join([*output, *lines[end:]])


def _placeholder(run: Run, name: str) -> list[str]:
    match run.kind:
        case "class":
            return [*(["@_"] if run.is_decorated else []), f"class {name}:", "    _: _"]
        case "import":
            return [f"import {name}"]
        case "block":
            return [f"if {name}:", "    pass"]
        case "simple":
            return [f"{' ' * run.indent}{name}: _"]
        case _:
            assert_never(run.kind)


_PLACEHOLDERS = re.compile(
    rf"^(?:@_\n)?(?:class |import |if | *){_PLACEHOLDER}(\d+)(?:|: _|:\n    (?:_: _|pass))$", re.M
)


def _restore(text: str, runs: list[Run]) -> str | None:
    """Replace the placeholders by the runs; None if one is missing, which black never causes."""
    pieces = _PLACEHOLDERS.split(text)
    if pieces[1::2] != [str(number) for number in range(len(runs))]:
        return None
    pieces[1::2] = ["\n".join(run.formatted) for run in runs]
    return "".join(pieces)
