"""`docmodels init`: write first settings of a project."""

from __future__ import annotations

import os
from pathlib import Path

from docmodels.config.settings import find_settings
from docmodels.config.settings_table import SettingsTable, read_toml
from docmodels.diagnostics.documents import Document
from docmodels.io.output_files import Change
from docmodels.pipeline.first_settings import settings_file, suggest_settings, translate_settings


def plan_settings(
    folder: Path, from_datamodel_codegen: bool, documents: dict[str, Document]
) -> Change:
    """Return the change that adds settings to pyproject.toml, or a new docmodels.toml.

    Raises `DocmodelsError`: `unreadable-input` if the folder has settings, or none to translate,
    `no-models` if it has no documents.
    """
    if existing := find_settings(folder, documents):
        raise existing.error("the project has settings already", "edit them, or remove them first")
    path = settings_file(folder)
    project = _read(path, documents)
    if from_datamodel_codegen:
        text = translate_settings(project or SettingsTable({}, "pyproject.toml"))
    else:
        text = suggest_settings(folder, project)
    before = None
    if project is not None:
        with open(path, encoding="utf-8", newline="") as file:  # keeps the line ends of the file
            before = file.read()
        line_end = "\r\n" if "\r\n" in before else "\n"
        separator = "\n" if before.endswith("\n") or not before else "\n\n"
        text = before + f"{separator}{text}".replace("\n", line_end)
    return Change(path, before, text)


def _read(path: Path, documents: dict[str, Document]) -> SettingsTable | None:
    return read_toml(path, os.path.relpath(path), documents) if path.is_file() else None
