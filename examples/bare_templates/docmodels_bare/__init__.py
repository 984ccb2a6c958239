"""A template set: fields without their documentation."""

from __future__ import annotations

from pathlib import Path

from docmodels.targets import TemplateSet

BARE = TemplateSet(
    "bare", "Fields without their documentation", Path(__file__).parent / "templates"
)
