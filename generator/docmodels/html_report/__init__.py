"""Show models, where each fact was read, and all notes as one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.html_report.collect import collect_content
from docmodels.html_report.page import render_page
from docmodels.io.output_files import File
from docmodels.pipeline import LoadResult

__all__ = ["render_report"]


def render_report(loaded: LoadResult, notes: Sequence[Note], files: Sequence[File]) -> str:
    """Return the HTML page of a run: its models, its notes and the modules that it generated.

    The page has no network access, and its script and style are inline; a content security policy
    allows only these two.
    """
    return render_page(collect_content(loaded, notes, files))
