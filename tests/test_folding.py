"""Test that the messages of a run are short: folded by rule, accepted by rule, none when quiet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import docmodels
from docmodels.cli import cli
from docmodels.diagnostics.folding import MAX_SHOWN, most_informative
from docmodels.diagnostics.notes import Note, Severity
from docmodels.diagnostics.rendering import MAX_LINES, as_github, as_json, as_text, totals
from docmodels.diagnostics.rules import ACCEPTABLE, DANGLING_REF, RULES, UNKNOWN_TYPE
from docmodels.ir import Origin


def note(message: str, file: str = "a.md", line: int = 1) -> Note:
    return UNKNOWN_TYPE.at(Origin(file, line), message)


# --- which notes are shown ------------------------------------------------------------------------


def test_a_rule_with_many_notes_is_one_block() -> None:
    notes = [note(f"cannot read the type `t{number % 5}`", line=number + 1) for number in range(9)]
    assert list(as_text(notes, {})) == [
        "warning[unknown-type]: 9 times: The notation of a type is not supported.",
        "  --> a.md:1:1: cannot read the type `t0`",
        "  --> a.md:2:1: cannot read the type `t1`",
        "  --> a.md:3:1: cannot read the type `t2`",
        "  = 6 more; --format json lists them all",
        f"  = help: {UNKNOWN_TYPE.help}",
    ]
    assert len(list(as_json(notes, {}))) == 9
    lines = list(as_github(notes, {}))
    assert len(lines) == MAX_SHOWN
    assert all("title=unknown-type (9 times)" in line for line in lines)


def test_the_most_frequent_causes_are_shown_first() -> None:
    rare, frequent = note("cannot read `x` of `A`"), note("cannot read `y` of `B`")
    again = note("cannot read `y` of `C`", "b.md")
    assert most_informative([rare, frequent, again]) == [frequent, rare, again]
    assert most_informative([rare, replace(frequent, occurrences=2)])[0].message == frequent.message


def test_places_in_other_files_are_shown_before_those_in_the_same() -> None:
    notes = [note("cannot read `x`", file) for file in ("a.md", "a.md", "a.md", "b.md", "c.md")]
    files = [shown.origin.file for shown in most_informative(notes) if shown.origin]
    assert files == ["a.md", "b.md", "c.md"]
    assert len(most_informative(notes[:2])) == 2


@given(
    st.lists(
        st.builds(
            lambda rule, message, file, line: rule.at(
                Origin(file, line) if file else None, message
            ),
            st.sampled_from(RULES),
            st.text(max_size=20),
            st.sampled_from(["", "a.md", "b.md"]),
            st.integers(1, 9),
        )
    )
)
def test_any_run_prints_few_lines_and_mentions_every_rule(notes: list[Note]) -> None:
    lines = list(as_text(notes, {}))
    rules = {note.rule.name for note in notes}
    assert len(lines) <= max(MAX_LINES, 2 * len(rules))
    assert len(list(as_github(notes, {}))) <= max(MAX_LINES, len(rules))
    assert rules == {line.split("[")[1].split("]")[0] for line in lines if line[:1].isalpha()}
    for group in ([shown for shown in notes if shown.rule == rule] for rule in RULES):
        shown = most_informative(group)
        assert len(shown) == min(MAX_SHOWN, len(group))
        assert all(shown.count(one) <= group.count(one) for one in shown)


def test_many_rules_lose_their_quotes_before_their_names() -> None:
    notes = [rule.at(Origin("a.md", 1), "x") for rule in RULES for _ in range(2)]
    lines = list(as_text(notes, {}))
    assert len(lines) == 2 * len(RULES)
    assert lines[1] == "  --> a.md:1:1, a.md:1:1"


# --- the command line -----------------------------------------------------------------------------

PAGE = """# Pet

## Properties

Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**name** | **str** |  |
**owner** | [**Owner**](Owner.md) |  | [optional]

[[Back to Model list]](../README.md#documentation-for-models)
"""


@pytest.fixture(autouse=True)
def _inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    Path("docs/Pet.md").write_text(PAGE)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def test_an_accepted_rule_is_not_shown_and_no_failure() -> None:
    result = run("generate", "docs", "-o", "a.py", "--strict", "--accept", "dangling-ref")
    assert (result.exit_code, result.stderr) == (0, "wrote a.py (1 accepted)\n")
    assert run("inspect", "docs", "--strict", "--accept", "dangling-ref").exit_code == 0
    options = ("--strict", "--accept", "dangling-ref", "--to", "ir")
    assert run("export", "docs", *options).exit_code == 0
    assert run("generate", "docs", "-o", "a.py", "--strict", "--accept", "renamed").exit_code == 1
    result = run("generate", "docs", "-o", "-", "--format", "json", "--accept", "dangling-ref")
    assert json.loads(result.stderr)["accepted"] is True
    result = run("generate", "docs", "-o", "-", "--format", "github", "--accept", "dangling-ref")
    assert result.stderr == ""


def test_settings_accept_rules_and_the_command_line_adds_to_them() -> None:
    settings = '[tool.docmodels]\ninputs = ["docs"]\noutput = "a.py"\nstrict = true\n'
    Path("pyproject.toml").write_text(settings + 'accept = ["renamed"]\n')
    assert run("generate").exit_code == 1
    assert run("generate", "--accept", "dangling-ref").exit_code == 0
    assert run("check", "--accept", "dangling-ref").exit_code == 0
    Path("pyproject.toml").write_text(settings + 'accept = ["dangling-ref"]\n')
    assert run("check").exit_code == 0


def test_accepted_rules_have_the_name_of_a_warning_or_info() -> None:
    result = run("generate", "missing", "-o", "a.py", "--accept", "dangling-refs")
    assert result.exit_code == 2
    assert "unknown rule 'dangling-refs'; did you mean `dangling-ref`?" in result.stderr
    result = run("generate", "missing", "-o", "a.py", "--accept", "no-models")
    assert result.exit_code == 2
    assert "`no-models` is an error, and errors cannot be accepted" in result.stderr
    assert all(rule.name in ACCEPTABLE for rule in RULES if rule.severity is not Severity.ERROR)


def test_the_library_marks_accepted_notes() -> None:
    notes: list[Note] = []
    api = docmodels.load("docs", strict=True, accept=["dangling-ref"], notes=notes)
    assert [(note.rule, note.is_accepted) for note in notes] == [(DANGLING_REF, True)]
    assert totals(notes) == "1 accepted"
    assert docmodels.render(api, strict=True, accept=["renamed"])
    assert docmodels.generate("docs", "a.py", strict=True, accept=["dangling-ref"])
    assert docmodels.check(api, "a.py", accept=["dangling-ref"]) == []
    with pytest.raises(docmodels.DocmodelsError, match="Owner"):
        docmodels.load("docs", strict=True, accept=["renamed"])
    with pytest.raises(ValueError, match="did you mean `renamed`"):
        docmodels.load("missing", accept=["rename"])


def test_a_quiet_run_prints_only_what_made_it_fail() -> None:
    assert run("generate", "docs", "-o", "a.py", "-q").output == ""
    assert run("generate", "docs", "-o", "a.py", "-q").output == ""
    assert run("generate", "docs", "-o", "a.py", "-q", "--format", "json").output == ""
    assert run("check", "docs", "-o", "a.py", "-q").output == ""
    assert run("export", "docs", "--to", "ir", "-o", "a.json", "-q").output == ""
    assert run("inspect", "docs", "-q").stderr == ""
    result = run("generate", "docs", "-o", "b.py", "-q", "--strict")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("warning[dangling-ref]")
    result = run("generate", "nowhere", "-o", "b.py", "-q")
    assert (result.exit_code, result.stderr.startswith("error[unreadable-input]")) == (2, True)
    result = run("check", "docs", "-o", "b.py", "-q")
    assert (result.exit_code, "b.py does not exist" in result.stderr) == (1, True)
    assert "dangling-ref" not in result.stderr


def test_a_strict_stop_is_explained() -> None:
    result = run("generate", "docs", "-o", "b.py", "--strict")
    assert result.exit_code == 1
    assert result.stderr.endswith("failed on 1 warning, because `strict` is set\n")


# --- help that fits -------------------------------------------------------------------------------


def test_a_page_without_a_model_is_not_to_be_added() -> None:
    assert "add the page or schema that defines `Owner`" in run("inspect", "docs").stderr
    Path("docs/owner.md").write_text("# Owner\n\nThis page describes persons.\n")
    message = run("inspect", "docs").stderr
    assert "docs/owner.md does not define `Owner`; any value is accepted" in message
    assert "complete that page, or add the API description" in message


@pytest.mark.parametrize(
    ("page", "help"),
    [
        ("", "add the page of the enum to the inputs"),
        ("## Enum\n\n* `LOW` (value: `'low'`)\n", "the members are `LOW`; correct the page"),
        ("## Properties\n\nName | Type\n--- | ---\n", "the page of `Size` prints no values"),
        ("An enum.\n", "complete docs/Size.md, which lists no members"),
    ],
)
def test_help_for_a_default_depends_on_the_page_of_its_enum(page: str, help: str) -> None:
    Path("docs/Pet.md").write_text(
        PAGE.replace("[**Owner**](Owner.md)", "[**Size**](Size.md)").replace(
            "[optional]", "[optional] [default to Size.TALL]"
        )
    )
    if page:
        end = "\n[[Back to Model list]](../README.md#documentation-for-models)\n"
        Path("docs/Size.md").write_text(f"# Size\n\n{page}{end}")
    assert help in run("inspect", "docs").stderr
