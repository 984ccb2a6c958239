"""Find the line of a template that a line of its output comes from.

The template is rendered again with a mark before each piece of text and each expression. An
extension of Jinja puts the marks into the tokens of the templates, after whitespace is trimmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from docmodels.ir import Origin

_MARK = re.compile("\0([^\0]*):([0-9]+)\0")


class _Marks(Extension):
    """Put the file and the line of a template before what it prints."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Yield the tokens of a template, with a mark in each line of text."""
        file = stream.filename or stream.name or ""
        for token in stream:
            if token.type == "variable_begin":
                yield Token(token.lineno, "data", _mark(file, token.lineno))
            if token.type == "data":
                marked = [
                    f"{_mark(file, number)}{line}" if line.strip() else line
                    for number, line in enumerate(token.value.split("\n"), token.lineno)
                ]
                yield Token(token.lineno, "data", "\n".join(marked))
            else:
                yield token


def _mark(file: str, line: int) -> str:
    return f"\0{file}:{line}\0"


def find_template_line(
    environment: Environment, template: str, values: dict[str, object], line: int
) -> Origin | None:
    """Return the place in a template, or in one that it includes, of a line of its output.

    Returns None if the text before that line is from no template.
    """
    marking = environment.overlay(extensions=[_Marks])
    marked = marking.get_template(template).render(**values)
    place: Origin | None = None
    for number, text in enumerate(marked.split("\n"), 1):
        marks = [Origin(file, int(at)) for file, at in _MARK.findall(text)]
        if number == line:
            return marks[0] if marks else place
        place = marks[-1] if marks else place
    return place
