"""Markdown extension of the site: show what follows the language of a fence as its title.

The documentation writes `yaml api.yaml` or `py dataclass` in the first line of a fence, as the
literate tests do (`test_cases.py`). Python-Markdown knows `yaml title="api.yaml"`.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

OPENING = re.compile(r"^(?P<fence>`{3,})(?P<language>[\w-]+) (?P<title>[^`={}\"]+)$")


def titled_lines(lines: list[str]) -> list[str]:
    """Return the lines with titles in the notation of Python-Markdown; skip the content of fences."""
    result: list[str] = []
    fence = ""
    for line in lines:
        marks = line[: len(line) - len(line.lstrip("`"))]
        if fence:
            fence = "" if line.rstrip() == fence else fence
        elif len(marks) >= len("```"):
            fence = marks
            line = OPENING.sub(r'\g<fence>\g<language> title="\g<title>"', line)
        result.append(line)
    return result


class TitledFences(Preprocessor):
    """Rewrite first lines of fences, before the extension that reads fences."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of a page with titles."""
        return titled_lines(lines)


class FenceTitles(Extension):
    """The extension, which runs after line ends are normalized and before fences are read."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Add the preprocessor."""
        md.preprocessors.register(TitledFences(md), "fence_titles", 28)


def makeExtension(**settings: object) -> FenceTitles:  # noqa: N802
    """Create the extension; Python-Markdown calls this."""
    return FenceTitles(**settings)
