"""Split a page into objects with attributes and options, and into enumerations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from docmodels.pages.markdown import Fence, Line, Page, Section

_HEADING = re.compile(r"(?P<name>[A-Za-z_]\w*)(?P<rest>(?: *\[[^\[\]]*\]| *\([^()]*\))*) *")
"""`Name`, `Name [Base, Other]`, `Name (schema:term)`; older pages have `[_Base_]`."""
_BASES = re.compile(r"\[([^\[\]]*)\]")
_BULLET = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,3}[.)])[ \t]++(?P<text>.*)")
_ATTRIBUTE = re.compile(
    r"(?P<mark>\*\*|__|)(?P<name>[A-Za-z_][\w-]*?)(?P=mark)"
    r"(?: *\((?P<presence>required|optional)\))?(?: *: *(?P<type>\S.*))?",
    re.I,
)
_SUMMARY = re.compile(r"[ \t]*<summary>(.*)</summary>")
_OPTION = re.compile(r"(?P<key>[A-Za-z][\w -]*):(?:[ \t]++(?P<value>.*))?")
_MEMBER = re.compile(r'"?(?P<key>[A-Za-z_]\w*)"? *+= *+(?P<value>.*)')
_MAX_HEADING_LEVEL = 3

_TYPED_ATTRIBUTE = re.compile(
    r"^ {0,3}[-*+] +(?:<details>\n[ \t]*<summary>)?(?:\*\*|__)?[A-Za-z_][\w-]*(?:\*\*|__)?"
    r"(?: *\((?:required|optional)\))?(?: *:[^\n]*)?(?:</summary>)?\n"
    r"(?:[ \t]+[-*+] +[A-Za-z][\w ]*:[^\n]*\n){0,6}?[ \t]+[-*+] +type: *\S",
    re.M | re.I,
)
_FRONT_MATTER = re.compile(
    r"\A---\n(?:(?!---\n)[^\n]*\n){0,60}?(?:id-field|nsmap|prefixes|allow_empty):[^\n]*\n"
)
_ALLOWS_EMPTY = re.compile(r"\A---\n(?:(?!---\n)[^\n]*\n){0,60}?allow_empty: *true *\n")
_COMPACT_ATTRIBUTE = re.compile(r"^[-*+] +(?:\*\*|__)?[A-Za-z_]\w*(?:\*\*|__)?: *[A-Za-z\[]", re.M)
_NOT_MODELS = frozenset(
    "parameters params arguments args returns request response headers options props properties "
    "fields attributes methods events inputs outputs usage example examples configuration settings "
    "query body path errors".split()
)
"""Headings above lists of the same form that are no models: those of functions and operations."""


class Attribute(Struct):
    """An attribute of an object: its options by key in lower case.

    `type` is the type behind the name, or "". `required`: the name is bold, or marked as required.
    """

    name: str
    type: str
    is_required: bool
    line: Line
    options: dict[str, tuple[str, Line]] = field(default_factory=dict[str, tuple[str, Line]])

    def option(self, *keys: str) -> str:
        """Return the value of the first of these options that the page has, or ""."""
        return next((self.options[key][0] for key in keys if key in self.options), "")


class Model(Struct, frozen=True):
    """A section with a model: an object with attributes, or an enumeration with members."""

    name: str
    bases: tuple[str, ...]
    line: int
    doc: str
    attributes: Sequence[Attribute] = ()
    members: Sequence[tuple[str, str]] = ()


def recognises(page: Page) -> bool:
    """Return whether a page has an object with an attribute with the option `type`.

    A page whose attributes have their types behind the names needs the front matter of MD-Models,
    because many lists have that form.
    """
    text = page.text
    if "### " not in text or ("ype:" not in text and "---\n" not in text):
        return False
    has_front_matter = text.startswith("---\n") and _FRONT_MATTER.match(text) is not None
    is_compact = has_front_matter and _COMPACT_ATTRIBUTE.search(text) is not None
    if not is_compact and not _TYPED_ATTRIBUTE.search(text):
        return False
    models = [model for model in read_models(page) if model.attributes]
    titles = {section.title.strip(" :").lower() for section in page.sections}
    return bool(models) and (has_front_matter or _NOT_MODELS.isdisjoint(titles))


def read_models(page: Page) -> Iterator[Model]:
    """Yield the models of a page: headings of level 3, with the sections of lower levels in them."""
    allows_empty = _ALLOWS_EMPTY.match(page.text) is not None
    heading: Section | None = None
    content: list[Section] = []
    for section in page.sections:
        if section.level > _MAX_HEADING_LEVEL:
            content.append(section)
            continue
        if heading is not None:
            yield from _read_model(heading, content, allows_empty)
        heading = section if section.level == _MAX_HEADING_LEVEL else None
        content = [section]
    if heading is not None:
        yield from _read_model(heading, content, allows_empty)


def _read_model(
    heading: Section, content: Sequence[Section], allows_empty: bool
) -> Iterator[Model]:
    match = _HEADING.fullmatch(heading.title)
    if match is None:
        return
    bases = tuple(
        name.strip("_* `")
        for group in _BASES.findall(match["rest"])
        for name in group.split(",")
        if name.strip("_* `")
    )
    attributes = _Attributes()
    for section in content:
        attributes.read_lines(section.lines)
    doc = " ".join(attributes.text).strip()
    if attributes.items:
        yield Model(match["name"], bases, heading.line, doc, attributes=attributes.items)
        return
    fences = [fence for section in content for fence in section.fences]
    members = _members(fences, [line.text for section in content for line in section.lines])
    if members:
        doc = " ".join(text for text in attributes.text if not _MEMBER.fullmatch(text)).strip()
        yield Model(match["name"], (), heading.line, doc, members=members)
    elif bases or allows_empty:
        yield Model(match["name"], bases, heading.line, doc)


def _members(fences: Sequence[Fence], lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return the members of an enumeration: the lines `KEY = value` of its fences, or of its text."""
    fenced = [line for fence in fences for line in fence.text.split("\n")]
    matches = [_MEMBER.fullmatch(line.strip()) for line in fenced or lines]
    members: dict[str, str] = {}
    for match in matches:
        if match is not None:
            members.setdefault(match["key"], match["value"].replace('"', "").strip())
    return list(members.items())


class _Attributes:
    """Reads the lines of a section: text, then a list of attributes with lists of options."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.items: list[Attribute] = []
        self._names: set[str] = set()
        self._indent = 0
        self._last: Attribute | None = None
        self._last_key = ""
        self._is_details = False

    def read_lines(self, lines: Sequence[Line]) -> None:
        """Read lines; a line that belongs to no attribute is text before the first one."""
        for line in lines:
            bullet = _BULLET.fullmatch(line.text)
            if bullet is not None:
                self._read_bullet(bullet, line)
            elif self._is_details and (summary := _SUMMARY.fullmatch(line.text)) is not None:
                self._start(summary[1].strip(), line)
                self._is_details = False
            elif self._last is not None and line.text[:1] in (" ", "\t"):
                self._continue_option(line.text.strip())
            elif line.text.strip():
                self._last, self._last_key = None, ""
                self._add_text(line.text.strip())

    def _read_bullet(self, bullet: re.Match[str], line: Line) -> None:
        text = bullet["text"].strip()
        indent = len(bullet["indent"].expandtabs(4))
        if text == "<details>":
            self._is_details, self._indent = True, indent
        elif self._last is not None and indent > self._indent:
            option = _OPTION.fullmatch(text)
            self._last_key = option["key"].strip().lower() if option is not None else ""
            if option is not None:
                value = (option["value"] or "").strip()
                self._last.options.setdefault(self._last_key, (value, line))
        else:
            self._indent = indent
            self._start(text, line)

    def _start(self, text: str, line: Line) -> None:
        """Start the attribute that a bullet names; another bullet is text."""
        match = _ATTRIBUTE.fullmatch(text)
        self._last_key = ""
        if match is None:
            self._last = None
            self._add_text(text)
            return
        is_required = bool(match["mark"]) or (match["presence"] or "").lower() == "required"
        name, type = match["name"], (match["type"] or "").strip()
        self._last = Attribute(name, type, is_required, line)
        if name not in self._names:
            self._names.add(name)
            self.items.append(self._last)

    def _continue_option(self, text: str) -> None:
        if self._last is not None and self._last_key and not text.startswith("</"):
            value, line = self._last.options[self._last_key]
            self._last.options[self._last_key] = (f"{value} {text}", line)

    def _add_text(self, text: str) -> None:
        if not self.items and "|" not in text and not text.startswith(("<", "![")):
            self.text.append(text)
