"""Find the page of a name, and the pages that describe one model twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from docmodels.ir.drafts import normalize_name
from docmodels.pages.families.conjure.sections import Content

_TYPED_DICT = "Dict"
"""The suffix of the page of a model's TypedDict, whose names are those of the wire."""


class Index(Struct, frozen=True):
    """Finds the definition that a printed name means.

    `by_name` has the pages by name. `dropped` has the models of the TypedDicts that repeat them, by
    the path of the TypedDict's page, and `wire_names` the names that those print, by the path of
    the model's page and the normalized name. `typed_dicts` has the paths of all pages with wire
    names.
    """

    by_name: Mapping[str, Sequence[Content]] = field(default_factory=dict[str, list[Content]])
    wire_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, dict[str, str]])
    dropped: Mapping[str, Content] = field(default_factory=dict[str, Content])
    typed_dicts: frozenset[str] = frozenset()

    def find(self, name: str, folder: str) -> Content | None:
        """Return the page that `name` on a page of `folder` means; None if there is none.

        A module in front of the name selects a folder; then the folder of the page counts, then a
        folder of the same version.
        """
        module, _, short = name.rpartition(".")
        candidates = self.by_name.get(short, ())
        key = normalize_name(module.rpartition(".")[2].removesuffix("_models"))
        in_module = [c for c in candidates if key and _module(c.folder) == key] or candidates
        in_folder = [c for c in in_module if c.folder == folder]
        in_version = [c for c in in_module if _version(c.folder) == _version(folder)]
        page = next(iter(in_folder or in_version or in_module), None)
        return None if page is None else self.dropped.get(page.page.path, page)

    def reference(self, name: str, folder: str) -> str:
        """Return the name by which `name` on a page of `folder` is referred to."""
        content = self.find(name, folder)
        if content is None:
            return name.rpartition(".")[2]
        return content.name if len(self.by_name[content.name]) == 1 else qualified(content)


def qualified(content: Content) -> str:
    """Return a name of a page that no other page has."""
    return content.page.path.removesuffix(".md")


def _module(folder: str) -> str:
    """Return the module of a folder `v2/Ontologies`."""
    return normalize_name(folder.rpartition("/")[2])


def _version(folder: str) -> str:
    return folder.rpartition("/")[0]


def _is_typed_dict(content: Content) -> bool:
    """Whether a page is that of a TypedDict: by its name, or by an annotation of its fields."""
    if content.name.endswith(_TYPED_DICT):
        return True
    return any("NotRequired[" in row.type for row in content.fields or ())


def make_index(contents: Sequence[Content]) -> Index:
    """Index pages; the page of a TypedDict that repeats a model is dropped.

    The TypedDict of `Crate` is `CrateDict` in the same folder, and has the same fields, members,
    values or type.
    """
    by_name: dict[str, list[Content]] = {}
    by_place = {(content.folder, content.name): content for content in contents}
    wire_names: dict[str, dict[str, str]] = {}
    dropped: dict[str, Content] = {}
    for content in contents:
        by_name.setdefault(content.name, []).append(content)
        model_name = content.name.removesuffix(_TYPED_DICT)
        model = by_place.get((content.folder, model_name)) if model_name != content.name else None
        if model is not None and _fingerprint(model) == _fingerprint(content):
            dropped[content.page.path] = model
            wire_names[model.page.path] = {
                normalize_name(row.name): row.name for row in content.fields or ()
            }
    typed_dicts = frozenset(c.page.path for c in contents if _is_typed_dict(c))
    return Index(by_name, wire_names, dropped, typed_dicts)


def _fingerprint(content: Content) -> object:
    """Return what the page of a model and that of its TypedDict have in common."""
    if content.fields is not None:
        return frozenset(normalize_name(row.name) for row in content.fields)
    if content.members is not None:
        return frozenset(
            (row.value, row.type.replace(_TYPED_DICT, ""))
            for row in content.members
            if "](" not in row.type
        ), len(content.members)
    return content.values, content.alias.text if content.alias is not None else ""
