"""Split a page into schemas, and the nested list of each into nodes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from msgspec import Struct, field

from docmodels.pages.markdown import Line, Page, read_heading

PARTS = frozenset(
    {
        *("Properties", "Pattern Properties", "Definitions", "Items"),
        *("Additional properties", "Additional Properties", "Unevaluated properties", "Examples"),
    }
)
"""The headings below the title of a schema. Source: `Parser.parse_schema` of jsonschema2md 1.7."""
MAX_DEPTH = 30
"""Deeper nodes stand beside their parents, which bounds the depth of types."""

_NODE = re.compile(
    r'(?P<indent>\s*+)[-*+]\s(?:<a id="(?P<path>[^"]*+)"></a>)?+'
    r"(?:\*\*(?:`(?P<name>[^`]++)`|(?P<label>[A-Za-z$][A-Za-z ]*+))\*\*)?+(?P<text>.*)"
)
_TYPE = r"(?:array|boolean|integer|null|number|object|string)"
_ATTRIBUTES = rf"\s?\*\((?:\[')?+{_TYPE}\b[^*\n)]*+\)\*|\s?\*\(required\)\*"
_MARKS = re.compile(
    r'^[-*+] <a id="(?:%24defs|definitions|properties|patternProperties|additionalProperties|items)\b|'
    r"(?:^|[\s:])(?:Refer to \*[^*\n]++\*|Must be one of: `?\[|Default: `[^`\n]*+`)\.",
    re.M,
)
"""What the program prints and hand-written lists rarely have: anchors, references, values."""
_FIRST = re.compile(
    r"^#{1,5} (?:Properties|Pattern Properties|Definitions|Items|Additional [Pp]roperties)\n++"
    r'[-*+] (?:<details>\n+<summary>\n+)?(?:<a id="[^"\n]*+"></a>)?'
    rf"(?:\*\*(?:`[^`\n]++`|Items|Additional properties)\*\*(?:{_ATTRIBUTES}|:|\n)|<strong>)",
    re.M,
)
"""The heading of a part and its first item."""
_ALL_TYPED = re.compile(rf"^[-*+] \*\*`[^`\n]++`\*\*{_ATTRIBUTES}", re.M)
_ITEM = re.compile(r"^[-*+] ", re.M)


class Node(Struct):
    """An item of the list.

    `name` is that of a property or definition, `label` that of a keyword (`Items`, `One of`); a
    member of a union has none. `path` is the anchor, without `#`, `text` what follows the name.
    """

    name: str
    label: str
    path: str
    text: str
    line: int
    column: int
    children: list[Node] = field(default_factory=list["Node"])


class Schema(Struct):
    """A schema of a page: the nodes of each part; `strays` are items that cannot be read."""

    title: str
    doc: str
    line: int
    parts: dict[str, list[Node]] = field(default_factory=dict[str, list[Node]])
    strays: list[Line] = field(default_factory=list[Line])


def recognises(page: Page) -> bool:
    """Return whether the page has a part of a schema whose list is one of the program."""
    text = page.text
    if "**`" not in text and "**Items**" not in text and "<summary>" not in text:
        return False
    if _FIRST.search(text) is None:
        return False
    return _MARKS.search(text) is not None or (
        len(_ALL_TYPED.findall(text)) == len(_ITEM.findall(text))
    )


def read_schemas(page: Page) -> Iterator[Schema]:
    """Yield the schemas of a page that have a part with nodes.

    Lines are read as they are: descriptions may have lines that look like fences and headings.
    """
    schema: Schema | None = None
    level = 0
    title = ""
    lines: list[Line] = []
    before = ""
    for number, text in enumerate((*page.plain.lines, "", "#"), 1):
        heading = read_heading(text) if text.startswith("#") else None
        is_part = heading is not None and schema is not None and heading[0] == level + 1
        if heading is not None and (is_part and heading[1] in PARTS or not before.strip()):
            if schema is not None:
                _add_part(schema, title, lines)
            if not (is_part and heading[1] in PARTS):
                if schema is not None and any(schema.parts.values()):
                    yield schema
                level = heading[0]
                schema = Schema(heading[1], "", number)
            title, lines = heading[1], []
        else:
            lines.append(Line(number, text))
        before = text


def _add_part(schema: Schema, title: str, lines: list[Line]) -> None:
    """Add the lines under a heading: a part, or the description under the title of the schema."""
    if not schema.parts and title == schema.title:
        text = "\n".join(line.text for line in lines).strip()
        is_emphasis = len(text) > 2 and text.startswith("*") and text.endswith("*")
        schema.doc = text[1:-1].strip() if is_emphasis and text[1] != "*" else ""
    if title in PARTS and title != "Examples":
        schema.parts.setdefault(title, []).extend(_read_nodes(lines, schema))


def _read_nodes(lines: Sequence[Line], schema: Schema) -> list[Node]:
    """Read the list of a part; a line that is no item continues the text of the last one."""
    roots: list[Node] = []
    stack: list[tuple[int, Node]] = []
    texts: dict[int, list[str]] = {}
    is_open = False
    for line in _plain_lines(lines):
        match = _NODE.fullmatch(line.text)
        if match is None or not _is_node(match, is_open):
            is_open = is_open and bool(line.text.strip()) and line.text.strip() != "Examples:"
            if match is not None and not match["indent"] and not stack:
                schema.strays.append(line)
            if is_open:
                texts[id(stack[-1][1])].append(line.text.strip())
            continue
        indent = len(match["indent"])
        while stack and (stack[-1][0] >= indent or len(stack) >= MAX_DEPTH):
            stack.pop()
        node = _node(match, line.number)
        (stack[-1][1].children if stack else roots).append(node)
        stack.append((indent, node))
        texts[id(node)] = [node.text]
        is_open = True
    _join_texts(roots, texts)
    return roots


def _is_node(match: re.Match[str], is_open: bool) -> bool:
    """Whether an item is one of the program: it has a name, a label or an anchor, or is a member.

    Items of examples and descriptions have none. `is_open`: the item follows another one.
    """
    if match["name"] or match["label"] or match["path"] is not None:
        return True
    return is_open and match["text"].startswith(("*", ":"))


def _node(match: re.Match[str], line: int) -> Node:
    group = "name" if match["name"] else "label" if match["label"] else "text"
    return Node(
        name=match["name"] or "",
        label=match["label"] or "",
        path=unquote(match["path"] or ""),
        text=match["text"],
        line=line,
        column=match.start(group) + 1,
    )


def _join_texts(roots: list[Node], texts: dict[int, list[str]]) -> None:
    pending = [*roots]
    while pending:
        node = pending.pop()
        node.text = "\n".join(texts[id(node)]).strip()
        pending += node.children


_TAGS = {"strong": "**", "em": "*", "code": "`"}
_TAG = re.compile(r"</?(strong|em|code)>")
_DETAILS = re.compile(r"(\s*+)[-*+] <details>\s*+")


def _plain_lines(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield lines with the items of collapsed objects (`--collapse-children`) as plain items."""
    indent: str | None = None
    for line in lines:
        text = line.text.strip()
        if (details := _DETAILS.fullmatch(line.text)) is not None:
            indent = details[1]
        elif text in ("<summary>", "</summary>", "</details>"):
            continue
        elif indent is not None and text:
            text = html.unescape(_TAG.sub(lambda tag: _TAGS[tag[1]], text))
            yield Line(line.number, f"{indent}- {text}")
            indent = None
        else:
            yield line
