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
_ROW = re.compile(r"\| `(\w+)` \| [^|]* \| ([\d,]+) \| (\d+) \|")


def write_record(record: Mapping[str, Findings]) -> None:
    """Replace the figures of the programs that ran; those of the others stay."""
    text = PAGE.read_text("utf-8")
    figures = read_figures(text)
    for name, findings in record.items():
        if not findings.inputs:  # the run was stopped before
            continue
        figures[name] = (findings.inputs, len(findings.failures))
    PAGE.write_text(_FIGURES.sub(lambda _: table(figures), text), "utf-8")


def read_figures(text: str) -> dict[str, tuple[int, int]]:
    """Return the inputs and the failures of each program in the text of the page."""
    return {
        name: (int(inputs.replace(",", "")), int(failures))
        for name, inputs, failures in _ROW.findall(text)
    }


def table(figures: Mapping[str, tuple[int, int]]) -> str:
    """Return the figures as a Markdown table."""
    rows = [
        f"| `{name}` | {program.promise} | {figures[name][0]:,} | {figures[name][1]} |\n"
        for name, program in PROGRAMS.items()
        if name in figures
    ]
    inputs, failures = (sum(column) for column in zip(*figures.values(), strict=True))
    head = "| program | promise | inputs | failures |\n| --- | --- | ---: | ---: |\n"
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{head}{''.join(rows)}| all | | {inputs:,} | {failures} |\n\nOn {system}.\n"
