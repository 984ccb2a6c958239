"""Derived parts of `docs/rules.md`: the table of rules, and an example of each rule.

An example is the shortest literate case that reports the rule: its inputs and the message.
"""

from __future__ import annotations

import re
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from docmodels.cli import cli
from docmodels.diagnostics.notes import Rule
from docmodels.diagnostics.rules import RULES
from test_cases import CASES, FENCE, Case, cases

LONGEST_EXAMPLE = 60
"""Lines; of a longer case only the message is shown."""
MESSAGE = re.compile(r"^(?:error|warning|info)\[([a-z-]+)\].*\n(?:(?!\w+\[|wrote ).*\n)*", re.M)
EXPECTED = frozenset({"py", "report", "notes", "error", "json"})
PAGE = "# Pet\n\n## Properties\n\nName | Type | Description | Notes\n--- | --- | --- | ---\n**name** | **str** |  | \n"
RUNS: dict[str, tuple[dict[str, str], str]] = {
    "bad-template": (
        {"Pet.md": PAGE, "looks/shared/header.j2": "{{ titel }}\n"},
        "generate Pet.md -o models.py --templates looks",
    ),
    "out-of-date": ({"Pet.md": PAGE, "models.py": ""}, "check Pet.md -o models.py"),
    "skipped-pages": (
        {"docs/Pet.md": PAGE, "docs/README.md": "# Pets\n\nHow to begin.\n"},
        "generate docs -o models.py",
    ),
    "unmanaged-file": (
        {"Pet.md": PAGE, "models.py": '"""Written by hand."""\n'},
        "generate Pet.md -o models.py",
    ),
    "unwritable-output": (
        {"Pet.md": PAGE, "src": "a file\n"},
        "generate Pet.md -o src/models.py",
    ),
}
"""Examples of rules about files: files, and a command that reports the rule."""


def rules_parts() -> dict[str, str]:
    """Return the derived parts by name: `rules`, and one for each rule."""
    rows = [
        f"| [`{rule.name}`](#{rule.name}) | {rule.severity} | {rule.summary} |\n" for rule in RULES
    ]
    table = "| rule | severity | meaning |\n| --- | --- | --- |\n" + "".join(rows)
    return {"rules": table} | {rule.name: rule_part(rule) for rule in RULES}


def rule_part(rule: Rule) -> str:
    """Return the severity of a rule and its example, if a case has one."""
    article = "a" if rule.severity == "warning" else "an"
    text = f"The rule is {article} *{rule.severity}*.\n"
    if rule.name in RUNS:
        text += f"\n{run_example(rule.name)}"
    elif case := examples().get(rule.name):
        is_short = case.text.count("\n") <= LONGEST_EXAMPLE
        inputs = [
            fence[0] for fence in FENCE.finditer(case.text) if fence[2] not in EXPECTED and fence[3]
        ]
        options = [f"Options: `{' '.join(fence[4].split())}`" for fence in option_fences(case)]
        shown = f"```text\n{messages(case)[rule.name].rstrip()}\n```"
        text += "\n" + "\n\n".join([*(inputs * is_short), *options, shown]) + "\n"
    return text


def option_fences(case: Case) -> list[re.Match[str]]:
    """Return the fences with options of the command line."""
    return [fence for fence in FENCE.finditer(case.text) if fence[2] == "options"]


@cache
def examples() -> dict[str, Case]:
    """Return the shortest case for each rule that a case reports."""
    shortest: dict[str, Case] = {}
    for file in sorted(CASES.rglob("*.md")):
        for case in cases(file):
            for rule in messages(case):
                if rule not in shortest or len(case.text) < len(shortest[rule].text):
                    shortest[rule] = case
    return shortest


def messages(case: Case) -> dict[str, str]:
    """Return the first message of each rule that a case expects."""
    expected = [fence[4] for fence in FENCE.finditer(case.text) if fence[2] in {"notes", "error"}]
    result: dict[str, str] = {}
    for match in MESSAGE.finditer("".join(expected)):
        result.setdefault(match[1], match[0])
    return result


def sections(page: Path) -> dict[str, str]:
    """Return the text below each heading of level two."""
    parts = re.split(r"^## ([a-z-]+)\n", page.read_text("utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@cache
def run_example(rule: str) -> str:
    """Run the command of a rule in a new folder; return the command and the message as fences."""
    files, command = RUNS[rule]
    with TemporaryDirectory() as folder, chdir(folder):
        for name, text in files.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, "utf-8")
        errors = CliRunner().invoke(cli, command.split(), prog_name="docmodels").stderr
    message = next(match[0] for match in MESSAGE.finditer(errors) if match[1] == rule)
    names = ", ".join(f"`{name}`" for name in files)
    return f"With the files {names}:\n\n```text\n$ docmodels {command}\n{message.rstrip()}\n```\n"
