"""Changes of the layout of Markdown pages that keep their meaning, as editors and formatters make them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

Change = Callable[[str], str]


def each_line(change: Change) -> Change:
    """Return a function that changes every line outside of fenced code."""

    def change_text(text: str) -> str:
        lines: list[str] = []
        is_code = False
        for line in text.split("\n"):
            is_code ^= line.lstrip().startswith("```")
            lines.append(line if is_code or line.startswith("```") else change(line))
        return "\n".join(lines)

    return change_text


def each_table(change: Callable[[list[str]], list[str]]) -> Change:
    """Return a function that changes the lines of every table; they may become more."""

    def change_text(text: str) -> str:
        lines = text.split("\n")
        for start, end in reversed(list(_tables(lines))):
            lines[start:end] = change(lines[start:end])
        return "\n".join(lines)

    return change_text


def _tables(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where tables begin and end: a header, a delimiter row, and all rows after them."""
    end = 0
    is_code = False
    for index, line in enumerate(lines[:-1]):
        is_code ^= line.lstrip().startswith("```")
        delimiter = lines[index + 1].strip()
        is_delimiter = "|" in delimiter and "-" in delimiter and not delimiter.strip("|:- ")
        if not is_code and index >= end and "|" in line and is_delimiter:
            rows = (i for i in range(index + 2, len(lines)) if "|" not in lines[i])
            end = next(rows, len(lines))
            yield index, end


def _drop_outer_pipes(rows: list[str]) -> list[str]:
    """Return rows without outer pipes; as they are, if the first or last cell of one is empty.

    A table of one column has no other form.
    """
    inner = [row.strip()[1:-1].strip() for row in rows]
    is_framed = all(row.startswith("|") and row.rstrip().endswith("|") for row in rows)
    return (
        inner
        if is_framed and not any("|" in row[:1] + row[-1:] or "|" not in row for row in inner)
        else rows
    )


def _drop_last_pipes(rows: list[str]) -> list[str]:
    inner = [row.rstrip()[:-1].rstrip() for row in rows]
    is_framed = all(row.startswith("|") and row.rstrip().endswith("|") for row in rows)
    return inner if is_framed and not any(row.endswith("|") for row in inner) else rows


def _add_outer_pipes(rows: list[str]) -> list[str]:
    return rows if rows[0].startswith("|") else [f"| {row.rstrip()} |" for row in rows]


def _escape_underscores(line: str) -> str:
    return line if "`" in line or "](" in line else re.sub(r"(?<=\w)_(?=\w)", r"\\_", line)


def _align_columns(line: str) -> str:
    """Pad the cells of a row, as Prettier and mdformat do."""
    is_row = line.startswith("|") and line.rstrip().endswith("|") and "\\|" not in line
    return re.sub(r"(?<=.)\s*\|\s*(?=.)", "     |  ", line.strip()) if is_row else line


def _underline(line: str) -> str:
    match = re.fullmatch(r"(##?) (.*\S)\s*", line)
    return f"\n{match[2]}\n{'=-'[len(match[1]) - 1] * len(match[2])}\n" if match else line


def _move_targets(text: str) -> str:
    """Put the targets of links at the end of the page."""
    targets: list[str] = []

    def refer(match: re.Match[str]) -> str:
        targets.append(match["target"])
        return f"[{match['text']}][{len(targets)}]"

    link = re.compile(r"(?<!!)\[(?P<text>[^\[\]\n]*)\]\((?P<target>[^()\s]+(?: \"[^\"]*\")?)\)")
    text = each_line(lambda line: link.sub(refer, line))(text)
    return "\n".join((text, "", *(f"[{i}]: {target}" for i, target in enumerate(targets, 1))))


def _add_after_title(addition: str) -> Change:
    """Return a function that adds text after a heading at the beginning."""

    def change_text(text: str) -> str:
        match = re.match(r"\s*#.*\n", text)
        return (
            text if match is None else f"{text[: match.end()]}\n{addition}\n{text[match.end() :]}"
        )

    return change_text


def _drop_anchors(text: str) -> str:
    """Drop the anchors of headings that a table of contents links to."""
    return (
        re.sub(r'^(#+ )<a name="[^"]*"></a>', r"\1", text, flags=re.M)
        if "\n- [1. " in text
        else text
    )


def _bullets(mark: str) -> Change:
    return each_line(lambda line: re.sub(r"^(\s*)[-*+] +", rf"\1{mark}", line))


CHANGES: dict[str, Change] = {
    "other bullets": each_line(lambda line: re.sub(r"^\* ", "-   ", line)),
    "bullets of dashes": _bullets("- "),
    "bullets of plus signs": _bullets("+ "),
    "spaces at line ends": each_line(lambda line: f"{line}  "),
    "no spaces at line ends": each_line(str.rstrip),
    "tabs in tables": each_line(lambda line: re.sub(r"(?<=\|) | (?=\|)", "\t", line)),
    "ids of headings": each_line(lambda line: re.sub(r"^(#+ .*\S)\s*$", r"\1 {#an-id}", line)),
    "classes of headings": each_line(lambda x: re.sub(r"^(#+ .*\S)\s*$", r"\1 {: .toc }", x)),
    "no anchors in headings of a contents": _drop_anchors,
    "closed headings": each_line(lambda line: re.sub(r"^(#+) (.*\S)\s*$", r"\1 \2 \1", line)),
    "underlined headings": each_line(_underline),
    "escaped underscores": each_line(_escape_underscores),
    "escaped brackets": each_line(
        lambda x: x if "`" in x else re.sub(r"(?<=\w)\[\]", r"\\[\\]", x)
    ),
    "escaped signs": each_line(lambda x: x.replace("&lt;", "\\<").replace("&gt;", ">")),
    "underscores for bold": each_line(lambda x: re.sub(r"\*\*([^*\n|]+)\*\*", r"__\1__", x)),
    "aligned columns": each_line(_align_columns),
    "no outer pipes": each_table(_drop_outer_pipes),
    "no last pipes": each_table(_drop_last_pipes),
    "outer pipes": each_table(_add_outer_pipes),
    "indented tables": each_table(lambda rows: [f"    {row}" for row in rows]),
    "quoted tables": each_table(lambda rows: [f"> {row}" for row in rows]),
    "comments before tables": each_table(lambda rows: ["<!-- prettier-ignore -->", *rows]),
    "targets of links at the end": _move_targets,
    "fences of tildes": lambda text: re.sub(r"^```(?!.*`)", "~~~", text, flags=re.M),
    "more blank lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "no blank lines after headings": lambda x: re.sub(r"^(#.*\n)\n+", r"\1", x, flags=re.M),
    "front matter": lambda text: f"---\nid: page\nlayout: default\n---\n\n{text}",
    "TOML front matter": lambda text: f'+++\ntitle = "Page"\n+++\n\n{text}',
    "MDX": lambda text: f"import A from '@theme/A';\n\n{{/* a | b */}}\n\n{text}",
    "comment": _add_after_title("<!-- Written by a program.\n  Do not edit | change. -->\n"),
    "admonition": _add_after_title(":::note\n\nWritten by a program.\n\n:::\n"),
    "alert": _add_after_title("> [!NOTE]\n> Written by a program.\n"),
    "Windows": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
}
"""By name. Sources: Prettier 3, mdformat 1.0, markdownlint 0.38, Docusaurus 3, CommonMark 0.31."""
