"""Write the figures of a run into `SECURITY.md`."""

from __future__ import annotations

import platform
import re
from collections.abc import Mapping
from pathlib import Path

from fuzz.findings import Findings
from fuzz.programs import PROGRAMS

PAGE = Path(__file__).parents[1] / "SECURITY.md"
_FIGURES = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.S)


def write_record(record: Mapping[str, Findings]) -> None:
    """Replace the table of figures."""
    text = PAGE.read_text("utf-8")
    PAGE.write_text(_FIGURES.sub(lambda _: table(record), text), "utf-8")


def table(record: Mapping[str, Findings]) -> str:
    """Return the figures as a Markdown table."""
    rows = [
        f"| `{name}` | {PROGRAMS[name].promise} | {findings.inputs:,} | {len(findings.failures)} |"
        for name, findings in record.items()
    ]
    inputs = sum(findings.inputs for findings in record.values())
    failures = sum(len(findings.failures) for findings in record.values())
    head = "| program | promise | inputs | failures |\n| --- | --- | ---: | ---: |\n"
    total = f"| all | | {inputs:,} | {failures} |\n"
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{head}{chr(10).join(rows)}\n{total}\nOn {system}.\n"
