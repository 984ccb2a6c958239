"""Which definition a printed name means: pages repeat names for each version of an API."""

from __future__ import annotations

from collections.abc import Iterable

from docmodels.ir import UNKNOWN, Ref, Type
from docmodels.pages.families.crd_ref_docs.kubernetes import TYPES
from docmodels.pages.families.crd_ref_docs.sections import Model
from docmodels.pages.families.crd_ref_docs.type_cells import BUILTINS
from docmodels.pages.versioned_names import unused_name

_WEB = ("http://", "https://")


class Names:
    """The unique names of the types of all pages, and what a name means on a page."""

    def __init__(self, models: Iterable[Model]) -> None:
        self._names: dict[tuple[str, str], str] = {}
        self._first: dict[str, str] = {}
        used: set[str] = set()
        for model in models:
            if model.key not in self._names:
                name = unused_name(model.name, model.package, used)
                used.add(name)
                self._names[model.key] = name
                self._first.setdefault(model.name, name)

    def of(self, model: Model) -> str:
        """Return the name of the definition of a type: with its version if another one has it."""
        return self._names[model.key]

    def local(self, name: str, model: Model) -> str | None:
        """Return the name of the type of the pages that `name` means beside `model`, if any."""
        return self._names.get((model.package, name)) or self._first.get(name)

    def resolve(self, name: str, link: str, model: Model) -> Type:
        """Return what `name`, with a link to `link`, means beside `model`.

        A link to the web is no type of the pages, also if they have one of that name.
        """
        is_external = link.startswith(_WEB)
        local = self.local(name, model)
        if local is not None and not is_external:
            return Ref(name=local)
        type = TYPES.get(name) or BUILTINS.get(name)
        if type is not None:
            return type
        if local is not None:
            return UNKNOWN
        return Ref(name=name)
