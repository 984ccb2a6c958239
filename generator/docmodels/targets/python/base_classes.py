"""Let generated classes derive from a class of the user (`base-class`)."""

from __future__ import annotations

from docmodels.targets.plan.identifiers import pascal
from docmodels.targets.plan.imported_types import ImportedType
from docmodels.targets.python.runtime_source import RuntimeSource
from docmodels.targets.python.source import Import

_FUTURE = "from __future__ import annotations\n"


def with_base_class(
    source: RuntimeSource, head: str, base: ImportedType | None, class_names: frozenset[str]
) -> RuntimeSource:
    """Return the runtime in which `head`, the head of a class, names the base class of the user.

    The import has an alias if the runtime or a class of the output has its name.
    """
    if base is None:
        return source
    import_ = base_class_import(base, class_names | source.imports.keys() | source.names)
    alias = f" as {import_.alias}" if import_.alias else ""
    line = f"from {base.module} import {base.name}{alias}\n"
    name = head.partition("(")[0].rstrip(":")
    return source.replace(_FUTURE, _FUTURE + line).replace(head, f"{name}({import_.bound}):")


def base_class_import(base: ImportedType, taken: frozenset[str]) -> Import:
    """Return the import of the base class of the user, with an alias if its name is `taken`."""
    bound = base.name
    while bound in taken:
        bound = pascal(base.module.partition(".")[0]) + bound
    return Import(base.module, base.name, bound if bound != base.name else "")
