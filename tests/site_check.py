"""Check the built site: each link and anchor leads somewhere, and no Markdown is left as text.

Zensical checks links between pages itself. It does not check links to other files, links in HTML,
and what Python-Markdown renders in another way than GitHub.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src"}
NO_PROSE = frozenset({"pre", "code", "script", "style", "title", "svg"})
RAW_MARKDOWN = re.compile(r"`|\]\(|^\s*(?:[-*] |\d+\. |\|)|<!--", re.M)
"""Code, a link, a list or a table that is rendered as text."""
HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.I)
COPIED = ("sample-report.html", "try/*")
"""Files that are copied into the site as they are; other tests look at them."""


@dataclass
class SitePage(HTMLParser):
    """The anchors, the links and the text of a page."""

    path: Path
    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the page."""
        super().__init__()
        self.feed(self.path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect anchors and links."""
        values = dict(attrs)
        self.anchors.update(filter(None, (values.get("id"), values.get("name"))))
        if link := values.get(LINKS.get(tag, "")):
            self.links.append(link)
        if tag in NO_PROSE:
            self.open_tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element without prose."""
        if tag in NO_PROSE and tag in self.open_tags:
            self.open_tags.remove(tag)

    def handle_data(self, data: str) -> None:
        """Collect text that looks like Markdown."""
        if not self.open_tags and RAW_MARKDOWN.search(data):
            self.raw.append(" ".join(data.split())[:60])


def read_site(folder: Path) -> dict[Path, SitePage]:
    """Return the pages of a built site by path, without copied files."""
    pages: dict[Path, SitePage] = {}
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        if not any(fnmatchcase(name, pattern) for pattern in COPIED):
            pages[path.resolve()] = SitePage(path)
    return pages


def problems(folder: Path) -> Iterator[str]:
    """Yield a message for each link that leads nowhere and each piece of unrendered Markdown."""
    pages = read_site(folder)
    for page in pages.values():
        for link in page.links:
            if is_external(link):
                if problem := external_problem(link):
                    yield f"{page.path.relative_to(folder)}: {link}: {problem}"
            elif problem := internal_problem(link, page, pages, folder):
                yield f"{page.path.relative_to(folder)}: {link}: {problem}"
        for text in page.raw:
            yield f"{page.path.relative_to(folder)}: Markdown is not rendered: {text}"


def is_external(link: str) -> bool:
    """Whether a link has a scheme or a host."""
    parts = urlsplit(link)
    return bool(parts.scheme or parts.netloc)


def external_problem(link: str) -> str:
    """Return what is wrong with the form of an address, or an empty text."""
    parts = urlsplit(link)
    if parts.scheme == "data":
        return ""
    if parts.scheme != "https":
        return "the scheme is not https"
    return "" if HOST.fullmatch(parts.hostname or "") else "the host has no domain"


def internal_problem(link: str, page: SitePage, pages: dict[Path, SitePage], folder: Path) -> str:
    """Return why a link inside the site leads nowhere, or an empty text."""
    parts = urlsplit(link)
    path = unquote(parts.path)
    target = page.path
    if path:
        target = folder / path.lstrip("/") if path.startswith("/") else page.path.parent / path
    target = target.resolve()
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return "the file does not exist"
    anchor = unquote(parts.fragment)
    if anchor and target in pages and anchor not in pages[target].anchors:
        return "the anchor does not exist"
    return ""


def external_links(folder: Path) -> list[str]:
    """Return the addresses of other sites that the pages link to."""
    links = {link for page in read_site(folder).values() for link in page.links}
    return sorted(link for link in links if is_external(link) and not link.startswith("data:"))
