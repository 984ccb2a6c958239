"""The content of each page, and the definitions that the names on all pages lead to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from docmodels.ir import Json
from docmodels.ir.drafts import normalize_name
from docmodels.pages.families.msgraph import sections
from docmodels.pages.families.msgraph.samples import read_sample
from docmodels.pages.families.msgraph.sections import Annotation, EnumTable, Row
from docmodels.pages.families.msgraph.type_cells import TypeName, stem
from docmodels.pages.markdown import Line, Page


class Content(Struct, frozen=True):
    """The content of one page: `name` is the type's, `qualified` the one with its namespace.

    `references` are the targets of reference links, `sample` is the JSON representation, and
    `invalid` are the lines of rows without a name. `is_model`: it describes an object, and not
    enums only.
    """

    page: Page
    name: str
    qualified: str
    annotation: Annotation
    rows: Sequence[Row]
    enums: Sequence[EnumTable]
    references: Mapping[str, str]
    sample: Mapping[str, Json]
    sample_line: int
    invalid: Sequence[Line]
    is_model: bool

    @property
    def namespace(self) -> str:
        """The namespace of the page's type."""
        return self.qualified.rpartition(".")[0]


def read_content(page: Page) -> Content:
    """Read a page without interpreting its types."""
    page = sections.original(page)
    annotation = sections.read_annotation(page)
    name = _name(page, annotation)
    namespace = sections.namespace_of(page, annotation)
    invalid: list[Line] = []
    rows = sections.read_rows(page, invalid)
    sample, fence = read_sample(page)
    enums = sections.read_enums(page, name)
    is_enum_page = _ENUM_TITLE.search(sections.title_section(page).title) is not None
    return Content(
        page,
        name,
        f"{namespace}.{name}",
        annotation,
        rows,
        enums,
        sections.references(page),
        sample,
        fence.line if fence is not None else 0,
        invalid,
        is_model=not is_enum_page and bool(rows or fence is not None or not enums),
    )


_ENUM_TITLE = re.compile(r"\benum(?:eration)?(?: type)?\s*$", re.I)


def _name(page: Page, annotation: Annotation) -> str:
    """Return the name of a page's type, in the case of the annotation.

    A title of several words is no name: the annotation has the name then, or the file.
    """
    title = sections.model_name(sections.title_section(page).title)
    annotated = sections.short_name(annotation.type_name)
    has_humps = annotated.lower() != annotated or title.lower() == title
    if annotated and (" " in title or normalize_name(annotated) == normalize_name(title)):
        return annotated if has_humps or " " in title else sections.short_name(title)
    if title and " " not in title:
        return sections.short_name(title)
    first, *others = title.split() or [stem(page.path)]
    return first[:1].lower() + first[1:] + "".join(word[:1].upper() + word[1:] for word in others)


class Index(Struct, frozen=True):
    """Finds what a printed type name means.

    `by_stem` has the pages by file name, `by_qualified` and `by_name` by their types' names;
    `enums` has the names of all enums that pages define, by key.
    """

    by_stem: dict[str, Content] = field(default_factory=dict[str, Content])
    by_qualified: dict[str, Content] = field(default_factory=dict[str, Content])
    by_name: dict[str, list[Content]] = field(default_factory=dict[str, list[Content]])
    enums: dict[str, str] = field(default_factory=dict[str, str])

    def find(self, name: TypeName, content: Content) -> str | None:
        """Return the name by which a definition is referred to; None if no page defines it."""
        linked = self.by_stem.get(stem(name.link)) if name.link else None
        if linked is not None and _is_name_of(name, linked):
            return self._reference(linked)
        if name.primitive is not None:
            return None
        if (exact := self.by_qualified.get(name.text.lower())) is not None:
            return self._reference(exact)
        key = normalize_name(sections.short_name(name.text))
        candidates = self.by_name.get(key, [])
        if candidates:
            siblings = [other for other in candidates if other.namespace == content.namespace]
            return self._reference((siblings or candidates)[0])
        if linked is not None and key.rstrip("s") in normalize_name(linked.name):
            return self._reference(linked)
        return self.enums.get(key)

    def is_model(self, reference: str) -> bool:
        """Return whether a name that `find` returned is that of an object."""
        return normalize_name(sections.short_name(reference)) in self.by_name

    def _reference(self, content: Content) -> str:
        """Return the name of a page's type, with its namespace where several have the name."""
        if not content.is_model:
            return self.enums.get(normalize_name(content.name), content.name)
        is_unique = len(self.by_name[normalize_name(content.name)]) == 1
        return content.name if is_unique else content.qualified


def _is_name_of(name: TypeName, content: Content) -> bool:
    """Whether the text of a link is the name of the page that it leads to, or of its file.

    Links that were copied lead to the page of another type: the text is stronger then.
    """
    key = normalize_name(sections.short_name(name.text))
    return key in (normalize_name(content.name), normalize_name(stem(content.page.path)))


def make_index(contents: Sequence[Content]) -> Index:
    """Index pages; of several pages for one file name or qualified name, the first counts."""
    index = Index()
    for content in contents:
        if content.is_model:
            index.by_name.setdefault(normalize_name(content.name), []).append(content)
            index.by_qualified.setdefault(content.qualified.lower(), content)
        key = normalize_name(content.name)
        if content.is_model or any(normalize_name(enum.name) == key for enum in content.enums):
            index.by_stem.setdefault(stem(content.page.path), content)
    return index
