"""Draw the pictures of the documentation as SVG; `derived.py` writes and checks them."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable, Sequence
from html import escape

LINE, CHARACTER, TOP, MARGIN = 19, 7.3, 58, 16
STYLE = """<style>
text { font: 12px ui-monospace, 'DejaVu Sans Mono', Menlo, monospace; fill: #1f2328; white-space: pre }
.title { font: 600 13px system-ui, 'DejaVu Sans', sans-serif; fill: #57606a }
.page { fill: #ffffff }
.pane { fill: #f6f8fa; stroke: #d0d7de }
.arrow { fill: none; stroke: #0969da; stroke-width: 2.5 }
.keyword { fill: #cf222e } .text { fill: #0a3069 } .name { fill: #8250df } .mark { fill: #57606a }
.low { fill: #b6c7d6 } .high { fill: #2f6f9f }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .title, .mark { fill: #9198a1 }
.page { fill: #0d1117 }
.pane { fill: #151b23; stroke: #3d444d }
.arrow { stroke: #4493f8 }
.keyword { fill: #ff7b72 } .text { fill: #a5d6ff } .name { fill: #d2a8ff }
.low { fill: #41566b } .high { fill: #6cb6ff }
}
</style>"""
CODE = re.compile(r'(?P<text>""".*?"""|"[^"]*")|(?P<word>\w+)|(?P<space>\W)')
PAGE = re.compile(r"(?P<name>\[?\*\*[^*]+\*\*)|(?P<mark>[|#-]+)|(?P<space>.)")


def page_to_model(page: str, code: str, names: tuple[str, str]) -> str:
    """Return the picture of a page (left) that becomes a model (right)."""
    left, right = page.splitlines(), code.splitlines()
    widths = [max(map(len, lines)) * CHARACTER + 2 * MARGIN for lines in (left, right)]
    height = max(len(left), len(right)) * LINE + TOP + MARGIN
    gap = 104.0
    total = widths[0] + widths[1] + gap + 2
    start = widths[0] + gap
    middle = TOP + (height - TOP) / 2 - LINE
    arrow = f"M{widths[0] + 14} {middle} h{gap - 28} m-10 -8 l10 8 l-10 8"
    name_place = f'x="{widths[0] + gap / 2:.0f}" y="{middle - 16:.0f}" text-anchor="middle"'
    return "\n".join(
        [
            _head(total, height + 2, "A documentation page becomes a typed Python model"),
            *_pane(1, widths[0], height, names[0], [_colour(line, PAGE) for line in left]),
            f'<path class="arrow" d="{arrow}"/>',
            f'<text class="title" {name_place}>docmodels</text>',
            *_pane(start, widths[1], height, names[1], [_colour(line, CODE) for line in right]),
            "</svg>\n",
        ]
    )


def class_source(module: str, name: str) -> str:
    """Return the source of one class of a module."""
    nodes = [node for node in ast.parse(module).body if isinstance(node, ast.ClassDef)]
    (source,) = (ast.get_source_segment(module, node) for node in nodes if node.name == name)
    assert source
    return source


def table_source(page: str) -> str:
    """Return the part of a model page from its title to the end of its table of properties."""
    lines = page.split("\n")
    rows = [number for number, line in enumerate(lines) if " | " in line]
    return "\n".join(line.rstrip() for line in lines[: rows[-1] + 1]).strip()


def bars(rows: Sequence[tuple[str, int, int]], title: str) -> str:
    """Return horizontal bars: a label, how many of how many."""
    width, left = 720, 320
    scale = (width - left - 80) / 100
    parts = [_head(width, len(rows) * 26 + 20, title)]
    for number, (label, count, total) in enumerate(rows):
        y, share = number * 26 + 14, 100 * count / total
        parts += [
            f'<text x="{left - 10}" y="{y + 12}" text-anchor="end">{escape(label)}</text>',
            f'<rect class="low" x="{left}" y="{y}" width="{100 * scale:.0f}" height="16"/>',
            f'<rect class="high" x="{left}" y="{y}" width="{share * scale:.0f}" height="16"/>',
            f'<text x="{left + 100 * scale + 8:.0f}" y="{y + 12}">{count} / {total}</text>',
        ]
    return "\n".join([*parts, "</svg>\n"])


def flows(rows: Sequence[Sequence[str]], title: str) -> str:
    """Return rows of boxes with an arrow from each box to the next one of its row."""
    width, height, gap = 172, 44, 40
    total = max(map(len, rows)) * (width + gap) - gap + 4
    parts = [_head(total, len(rows) * (height + 22) + 4, title)]
    for number, row in enumerate(rows):
        y = number * (height + 22) + 2
        for column, label in enumerate(row):
            x = column * (width + gap) + 2
            lines = label.split("\n")
            parts.append(
                f'<rect class="pane" x="{x}" y="{y}" width="{width}" height="{height}" rx="8"/>'
            )
            for line, text in enumerate(lines):
                middle = y + height / 2 + 4 + (line - (len(lines) - 1) / 2) * 15
                parts.append(
                    f'<text x="{x + width / 2:.0f}" y="{middle:.0f}" text-anchor="middle">'
                    f"{escape(text)}</text>"
                )
            if column:
                arrow = f"M{x - gap + 5} {y + height // 2} h{gap - 12} m-8 -6 l8 6 l-8 6"
                parts.append(f'<path class="arrow" d="{arrow}"/>')
    return "\n".join([*parts, "</svg>\n"])


def _head(width: float, height: float, title: str) -> str:
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(title)}">'
        f"\n<title>{escape(title)}</title>\n{STYLE}\n"
        '<rect class="page" width="100%" height="100%" rx="8"/>'
    )


def _pane(x: float, width: float, height: float, title: str, lines: Iterable[str]) -> list[str]:
    size = f'width="{width:.0f}" height="{height - 30:.0f}"'
    parts = [
        f'<rect class="pane" x="{x:.0f}" y="30" {size} rx="8"/>',
        f'<text class="title" x="{x + MARGIN:.0f}" y="22">{escape(title)}</text>',
    ]
    for number, line in enumerate(lines):
        y = TOP + number * LINE
        parts.append(f'<text x="{x + MARGIN:.0f}" y="{y}" xml:space="preserve">{line}</text>')
    return parts


def _colour(line: str, pattern: re.Pattern[str]) -> str:
    """Return a line as SVG text: names, keywords and quoted texts have a class."""
    parts: list[str] = []
    for match in pattern.finditer(line):
        kind = str(match.lastgroup)
        if kind == "word":
            kind = "keyword" if keyword.iskeyword(match[0]) else "space"
        text = escape(match[0])
        parts.append(text if kind == "space" else f'<tspan class="{kind}">{text}</tspan>')
    return "".join(parts)
