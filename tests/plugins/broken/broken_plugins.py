"""Plug-ins that do not work, each in another way."""

from __future__ import annotations

from pathlib import Path
from typing import Never

from docmodels.inference.inference import Inference
from docmodels.pages import Dialect
from docmodels.passes import Pass
from docmodels.readers import Reader
from docmodels.targets import TemplateSet


def fail(*_: object) -> Never:
    """Raise an exception."""
    raise KeyError("oops")


TEXT = "not a dialect"
OTHER = Dialect("other", "A dialect with another name", lambda page: False, fail)
FAILING = Dialect("failing", "A dialect whose test fails", fail, fail)
FORGETFUL = Dialect(
    "forgetful", "A dialect whose reader fails", lambda page: "# F" in page.text, fail
)
LIBLAB = Dialect("liblab", "A dialect with the name of a built-in one", lambda page: True, fail)
FAILING_READER = Reader("failing", "A reader whose test fails", fail, fail)
LOST_INFERENCE = Inference("lost-inference", "It extends nothing", (), "", fail, extends="nothing")
FAILING_INFERENCE = Inference(
    "failing-inference", "It fails", (), "", fail, extends="enums-from-descriptions"
)
LOST_PASS = Pass("lost-pass", fail, before="nothing")
FAILING_PASS = Pass("failing-pass", fail)
LOST_TEMPLATES = TemplateSet("lost-templates", "It has no folder", Path("no-such-folder"))
