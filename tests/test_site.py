"""Test the documentation: links, navigation, pages of families and rules, and the built site."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from build_site import REPORT
from derived import TEXT_FLOWS, conformance_rows
from docmodels.config.options import SETTINGS
from docmodels.diagnostics.rules import RULES
from docmodels.pages import DIALECTS
from family_scores import SETS, causes, families_of
from rules_page import examples, messages, sections
from site_check import external_problem, problems

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
SITE = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]
REPOSITORY = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"][
    "Repository"
]
HAS_ZENSICAL = importlib.util.find_spec("zensical") is not None


def inline_tokens(page: Path) -> Iterator[tuple[Token, list[Token]]]:
    """Yield the token before each inline token, and the parts of the inline token."""
    before = Token("", "", 0)
    for token in MarkdownIt("commonmark").enable("table").parse(page.read_text("utf-8")):
        if token.type == "inline":
            yield before, token.children or []
        before = token


def links(page: Path) -> list[str]:
    """Return the targets of links and pictures of a page."""
    return [
        str(child.attrs.get("href") or child.attrs.get("src"))
        for _, children in inline_tokens(page)
        for child in children
        if child.type in {"link_open", "image"}
    ]


def anchors(page: Path) -> set[str]:
    """Return the anchors of headings, as GitHub makes them."""
    slugs: Counter[str] = Counter()
    result: set[str] = set()
    for before, children in inline_tokens(page):
        if before.type == "heading_open":
            text = "".join(child.content for child in children)
            slug = re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-")
            result.add(f"{slug}-{slugs[slug]}" if slugs[slug] else slug)
            slugs[slug] += 1
    return result


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_resolve(page: Path) -> None:
    """As files of the repository; the built site is checked by `site_check`."""
    for link in links(page):
        parts = urlsplit(link)
        if parts.scheme:
            assert external_problem(link) == "", link
            if link.startswith(f"{REPOSITORY}/"):
                path = re.sub(r"^/(blob|tree)/main/", "", link.removeprefix(REPOSITORY))
                assert (ROOT / path).exists(), link
            continue
        target = (page.parent / parts.path).resolve() if parts.path else page
        assert target.exists() or target == REPORT, link
        if parts.fragment:
            assert parts.fragment in anchors(target), link
        if DOCS in page.parents:
            assert DOCS in target.parents, f"{link}: use the address in the repository"


def test_navigation_has_every_page() -> None:
    pages = set(navigated(SITE["nav"]))
    assert all((DOCS / page).is_file() for page in pages)
    written = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert {page for page in written - pages if not page.startswith("decisions/0")} == set()
    assert [social["link"] for social in SITE["extra"]["social"]] == [REPOSITORY]


def navigated(entries: list[Any] | str) -> Iterator[str]:
    """Yield the pages of the navigation."""
    if isinstance(entries, str):
        yield entries
    else:
        for entry in entries:
            for value in [entry] if isinstance(entry, str) else entry.values():
                yield from navigated(value)


def test_numbers_are_those_of_the_code() -> None:
    texts = {name: (ROOT / name).read_text("utf-8") for name in ("README.md", "docs/comparison.md")}
    assert all(f"[{len(DIALECTS)} families" in text for text in texts.values())
    assert f"[{len(SETTINGS)} settings]" in texts["docs/comparison.md"]


def test_every_decision_is_listed() -> None:
    listed = set(links(DOCS / "decisions" / "index.md"))
    assert listed == {path.name for path in DOCS.glob("decisions/0*.md")}


@pytest.mark.parametrize("name", [dialect.name for dialect in DIALECTS])
def test_a_family_has_a_page(name: str) -> None:
    text = (DOCS / "families" / f"{name}.md").read_text("utf-8")
    headings = ["## Grammar", "## An example", "## What the pages lose"]
    headings += ["## What is recovered"] if families_of(name) else []
    assert all(f"\n{heading}\n" in text for heading in headings)
    assert f"--dialect {name}`" in text
    assert "\n```py\n" in text


def test_measured_families_belong_to_one_dialect() -> None:
    owners = Counter(family for name in SETS for family in families_of(name))
    assert set(owners.values()) == {1}
    assert len(list(causes())) > 20


def test_a_rule_has_a_section_with_its_cause_and_its_cure() -> None:
    texts = sections(DOCS / "rules.md")
    assert list(texts) == [rule.name for rule in RULES], "write a section in docs/rules.md"
    for name, text in texts.items():
        words = text.partition("<!--")[0]
        assert re.fullmatch(r"\n\*\*Cause\.\*\* .+\.\n\n\*\*Cure\.\*\* .+\.\n\n", words, re.S), name


def test_most_rules_have_an_example() -> None:
    assert set(examples()) <= {rule.name for rule in RULES}
    assert len(examples()) >= 43
    for name, case in examples().items():
        assert re.match(rf"(error|warning|info)\[{name}\]: ", messages(case)[name])


@pytest.mark.parametrize("name", ["page-to-model", "conformance", "security"])
def test_pictures_are_described(name: str) -> None:
    root = ET.fromstring((DOCS / f"{name}.svg").read_text("utf-8"))
    space = {"svg": "http://www.w3.org/2000/svg"}
    assert root.findtext("svg:title", namespaces=space) == root.attrib["aria-label"]
    text = " ".join("".join(node.itertext()) for node in root.iterfind(".//svg:text", space))
    words = {"page-to-model": ["class Parcel(", "**weight**"], "security": TEXT_FLOWS[0][:2]}
    assert all(word in text for word in words.get(name, [row[0] for row in conformance_rows()]))


# --- the built site -------------------------------------------------------------------------------


def write_site(folder: Path, **bodies: str) -> Path:
    for name, body in bodies.items():
        (folder / f"{name}.html").write_text(f"<html><body>{body}</body></html>")
    return folder


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('<a href="b.html">x</a><a href="#here" id="here">y</a>', ""),
        ('<a href="b.html#there">x</a>', ""),
        ('<img src="data:image/png;base64,AA">', ""),
        ("<pre>- a list\n```\n</pre><code>[a](b)</code>", ""),
        ('<a href="c.html">x</a>', "c.html: the file does not exist"),
        ('<a href="b.html#gone">x</a>', "b.html#gone: the anchor does not exist"),
        ('<a href="http://x.example">x</a>', "the scheme is not https"),
        ('<a href="https://localhost/x">x</a>', "the host has no domain"),
        ("<p>Text:\n- a list</p>", "Markdown is not rendered"),
        ("<p>Text:\n| a | b |</p>", "Markdown is not rendered"),
        ("<p>a `b`c``</p>", "Markdown is not rendered"),
        ("<p>```yaml api.yaml</p>", "Markdown is not rendered"),
        ("<p>[a](b.md)</p>", "Markdown is not rendered"),
    ],
)
def test_problems_of_a_page_are_reported(tmp_path: Path, body: str, problem: str) -> None:
    site = write_site(tmp_path, a=body, b='<h2 id="there">T</h2>')
    messages = list(problems(site))
    assert len(messages) == bool(problem), messages
    assert problem in "".join(messages)


@pytest.mark.skipif(not HAS_ZENSICAL, reason="zensical is not installed")
def test_words_after_the_language_of_a_fence_are_its_title() -> None:
    from markdown_fences import titled_lines

    text = (
        '```py strict\na\n```\n````md A.md\n```py exact\n````\n```py\n```\n```text title="x"\n```'
    )
    expected = text.replace("py strict", 'py title="strict"').replace("md A.md", 'md title="A.md"')
    assert "\n".join(titled_lines(text.split("\n"))) == expected
