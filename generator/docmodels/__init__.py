"""Generate typed Python models from SDK model pages, OpenAPI, Swagger and JSON Schema.

    import docmodels

    notes: list[docmodels.Note] = []
    api = docmodels.load("docs", notes=notes)
    for file in docmodels.render(api, target="dataclass"):
        print(file.path, file.text)

A failure raises `DocmodelsError`; every other diagnostic is a `Note` in the list of the caller.
`docmodels.ir` has the types of the models. `RuleName`, `SeverityName` and `TargetName` are literal
types of the names of rules, severities and built-in targets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

# No further imports: the program can be interrupted cleanly only when this module is imported.
if TYPE_CHECKING:
    from docmodels import ir
    from docmodels.config.options import TargetName
    from docmodels.diagnostics.names import RuleName, SeverityName
    from docmodels.diagnostics.notes import DocmodelsError, Note, Severity, UnknownName
    from docmodels.diff.changes import ModelChange
    from docmodels.io.output_files import Change, File
    from docmodels.ir import Api
    from docmodels.library import check, compare, export, generate, load, render, report

    __version__: str

__all__ = [
    "Api",
    "Change",
    "DocmodelsError",
    "File",
    "ModelChange",
    "Note",
    "RuleName",
    "Severity",
    "SeverityName",
    "TargetName",
    "UnknownName",
    "__version__",
    "check",
    "compare",
    "export",
    "generate",
    "ir",
    "load",
    "render",
    "report",
]

_MODULES = {
    "Api": "docmodels.ir",
    "Change": "docmodels.io.output_files",
    "DocmodelsError": "docmodels.diagnostics.notes",
    "File": "docmodels.io.output_files",
    "ModelChange": "docmodels.diff.changes",
    "Note": "docmodels.diagnostics.notes",
    "RuleName": "docmodels.diagnostics.names",
    "Severity": "docmodels.diagnostics.notes",
    "SeverityName": "docmodels.diagnostics.names",
    "TargetName": "docmodels.config.options",
    "UnknownName": "docmodels.diagnostics.notes",
    **dict.fromkeys(
        ("check", "compare", "export", "generate", "load", "render", "report"), "docmodels.library"
    ),
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a public name on first access, so that `import docmodels` stays fast."""
        from importlib import import_module, metadata

        if name == "__version__":
            return metadata.version(__name__)
        if name == "ir":
            return import_module("docmodels.ir")
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_MODULES[name]), name)

    def __dir__() -> list[str]:
        """Return the public names."""
        return sorted(__all__)
