"""What the worker of the page runs: documents in, models, notes and a report out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from docmodels.config.options import LoadOptions, RenderOptions
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rendering import as_text
from docmodels.html_report import render_report
from docmodels.pipeline import RunContext, load, render

INPUTS = Path("inputs")


def convert(documents: str, target: str, validation: str) -> str:
    """Generate the models of documents, all of which are inputs of one run.

    `documents` is a JSON list of objects with `name` and `text`. Returns a JSON object with `code`,
    `notes` and `report`; `code` and `report` are empty if an error ends the run.
    """
    paths = _write_inputs(json.loads(documents))
    context = RunContext()
    options = RenderOptions(target=target, validation=validation)
    code = report = ""
    try:
        loaded = load(paths, LoadOptions(), context)
        files = render(loaded.api, None, options, context)
        code, report = files[0].text, render_report(loaded, context.notes, files)
    except DocmodelsError as error:
        context.notes.extend([] if error.note in context.notes else [error.note])
    notes = "\n".join(as_text(context.notes, context.documents))
    return json.dumps({"code": code, "notes": notes, "report": report})


def _write_inputs(documents: list[dict[str, str]]) -> list[str]:
    """Write the documents into a new folder; a second one of the same name gets a number."""
    shutil.rmtree(INPUTS, ignore_errors=True)
    INPUTS.mkdir()
    paths: list[str] = []
    for number, document in enumerate(documents, 1):
        name = Path(document["name"].replace("\\", "/")).name or f"document-{number}"
        path = INPUTS / name
        if path.exists():
            path = INPUTS / f"{path.stem}-{number}{path.suffix}"
        path.write_text(document["text"], "utf-8")
        paths.append(str(path))
    return paths
