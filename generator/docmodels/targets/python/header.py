"""Put the header of a project above the text of a module, and the mark of docmodels below it."""

from __future__ import annotations

import re
from itertools import takewhile

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import INVALID_OPTION
from docmodels.io.marks import MARK, MarkState, mark_state

_ENCODING = re.compile(r"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
"""A comment that declares the encoding of a file, in its first two lines (PEP 263)."""


def parse_header(text: str) -> tuple[str, ...]:
    """Return the lines of a header, without trailing spaces and without blank lines at its ends.

    Raises `DocmodelsError` (`invalid-option`) for a line that is not a comment, and for one that
    changes how Python reads the file: a control character, or an encoding other than UTF-8.
    """
    lines = [line.rstrip(" \t") for line in re.split(r"\r\n|\r|\n", text.strip("\r\n"))]
    for number, line in enumerate(lines, 1):
        place = f"line {number} of `header`"
        if line and not line.startswith("#"):
            message = f"{place} is not a comment: {line[:60]!r}"
            raise DocmodelsError(INVALID_OPTION.at(None, message, "begin each line with `#`"))
        if not line.replace("\t", " ").isprintable():
            message = f"{place} contains a control character: {line[:60]!r}"
            raise DocmodelsError(INVALID_OPTION.at(None, message, "remove the character"))
        encoding = _ENCODING.match(line) if number <= 2 else None
        if encoding and encoding[1].lower().replace("_", "-") not in ("utf-8", "utf8"):
            message = f"{place} declares the encoding {encoding[1]}, but the output is UTF-8"
            raise DocmodelsError(INVALID_OPTION.at(None, message, "remove the line"))
    return tuple(lines) if any(lines) else ()


def with_header(text: str, header: tuple[str, ...]) -> str:
    """Return the text of a module below `header`, with the mark of docmodels if it has none.

    Without the mark, which a custom template may omit, docmodels would refuse to overwrite the file.
    """
    if not text.startswith(f"{MARK}\n") and mark_state(text) is MarkState.UNMARKED:
        lines = text.split("\n")
        comments = len([*takewhile(lambda line: line.startswith("#"), lines)])
        text = "\n".join([*lines[:comments], MARK, *lines[comments:]])
    return "\n".join([*header, "", text]) if header else text
