"""Test the public library, and the modules that read inputs, write outputs and render notes."""

from __future__ import annotations

import inspect
import json
import os
import pydoc
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

import docmodels
from docmodels.cli import cli
from docmodels.diagnostics import rendering as show
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import DocmodelsError, Note, Rule, Severity
from docmodels.diagnostics.rules import RULES, UNKNOWN_TYPE
from docmodels.inference.inference import Inference
from docmodels.io.input_files import looks_like_data, read_inputs
from docmodels.io.marks import MARK
from docmodels.io.output_files import Change, File, diff, list_changes, write
from docmodels.ir import Origin
from docmodels.pages.dialect import Dialect
from docmodels.passes.context import Pass
from docmodels.readers.plugin import Reader
from docmodels.targets import TARGETS, Target

SCHEMA = '{"title": "Pet", "type": "object", "properties": {"name": {"type": "string"}}}'


@pytest.fixture(autouse=True)
def _change_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# --- public names ---------------------------------------------------------------------------------


def test_public_names_are_listed_and_documented() -> None:
    for name in docmodels.__all__:
        value = getattr(docmodels, name)
        if not name.startswith("__") and not get_args(value):
            assert inspect.getdoc(value), name
    assert dir(docmodels) == sorted(docmodels.__all__)
    functions = {name for name, value in vars(docmodels).items() if inspect.isfunction(value)}
    assert {name for name in functions if not name.startswith("_")} <= set(docmodels.__all__)


def test_public_classes_show_their_signature() -> None:
    classes = [
        value for name in docmodels.__all__ if isinstance(value := getattr(docmodels, name), type)
    ]
    classes += [Dialect, Inference, Pass, Reader, Rule, Target]
    for class_ in classes:
        assert inspect.signature(class_), class_
        assert get_type_hints(class_) or not issubclass(class_, Struct), class_


def test_version_is_that_of_the_distribution() -> None:
    assert docmodels.__version__ == version("docmodels")
    with pytest.raises(AttributeError, match="has no attribute 'versions'"):
        docmodels.versions  # noqa: B018


def test_public_names_need_no_other_import() -> None:
    code = "import docmodels as d; print(d.ir.Api is d.Api, d.__version__ > '')"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "True"]


def test_literal_types_have_all_names() -> None:
    assert get_args(docmodels.TargetName) == tuple(target.name for target in TARGETS)
    assert get_args(docmodels.RuleName) == tuple(rule.name for rule in RULES)
    assert get_args(docmodels.SeverityName) == tuple(severity.value for severity in Severity)


def test_modules_do_not_shadow_public_functions() -> None:
    code = "import docmodels, pkgutil; print(*[m.name for m in pkgutil.iter_modules(docmodels.__path__)])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) & set(docmodels.__all__) == {"ir"}, "which is the module itself"


def test_load_render_generate_and_check_agree() -> None:
    Path("pet.json").write_text(SCHEMA)
    notes: list[docmodels.Note] = []
    api = docmodels.load("pet.json", notes=notes)
    (file,) = docmodels.render(api, target="dataclass")
    assert "class Pet(JsonModel):" in file.text
    (change,) = docmodels.generate(["pet.json"], "models.py")
    assert change.before is None
    assert Path("models.py").read_text() == change.after
    assert docmodels.check(api, "models.py") == []
    assert notes == []


def test_report_is_the_page_of_the_command() -> None:
    Path("pet.json").write_text(SCHEMA.replace("string", "nothing"))
    notes: list[Note] = []
    page = docmodels.report("pet.json", rename={"Pet": "Animal"}, notes=notes)
    assert [note.rule.name for note in notes] == ["invalid-keyword"]
    assert "Animal" in page
    arguments = ["report", "pet.json", "--rename", "Pet=Animal", "-o", "-"]
    assert CliRunner().invoke(cli, arguments).stdout == page
    accepted = docmodels.report("pet.json", accept=["invalid-keyword"], strict=True)
    assert accepted != docmodels.report("pet.json"), "the note is marked"
    with pytest.raises(DocmodelsError):
        docmodels.report("pet.json", strict=True)


def test_generate_applies_its_options() -> None:
    Path("pet.json").write_text(SCHEMA.replace("string", "nothing"))
    notes: list[Note] = []
    with pytest.raises(DocmodelsError):
        docmodels.generate("pet.json", "a.py", strict=True, notes=notes)
    assert [note.rule.name for note in notes] == ["invalid-keyword"]
    assert not Path("a.py").exists()
    names = {"Pet": "Animal"}
    docmodels.generate(Path("pet.json"), Path("a.py"), target="dataclass", rename=names)
    assert "class Animal(JsonModel):" in Path("a.py").read_text()
    api = docmodels.load("pet.json")
    assert docmodels.check(api, "a.py", target="dataclass", rename=names) == []
    assert len(docmodels.check(api, "a.py", target="dataclass")) == 1
    with pytest.raises(DocmodelsError, match="no such folder: nowhere"):
        docmodels.generate("missing.md", "a.py", templates="nowhere")
    with pytest.raises(ValueError, match="update_lock requires allow_remote"):
        docmodels.generate("pet.json", "a.py", update_lock=True)


def test_strict_fails_on_warnings() -> None:
    Path("pet.json").write_text(SCHEMA.replace("string", "nothing"))
    with pytest.raises(DocmodelsError):
        docmodels.load("pet.json", strict=True)
    docmodels.render(docmodels.load("pet.json"), strict=True)


def test_unknown_option_values_raise_value_error() -> None:
    Path("pet.json").write_text(SCHEMA)
    api = docmodels.load("pet.json")
    with pytest.raises(ValueError, match="unknown target 'perl'"):
        docmodels.render(api, target="perl")
    with pytest.raises(ValueError, match="unknown case 'loud'"):
        docmodels.load("pet.json", wire_case="loud")
    with pytest.raises(ValueError, match="unknown kind of document 'xml'"):
        docmodels.export(api, "xml")


def test_relative_file_references_are_loaded() -> None:
    Path("common").mkdir()
    Path("common/name.json").write_text('{"title": "Name", "type": "string", "minLength": 1}')
    schema = {
        "title": "Pet",
        "type": "object",
        "properties": {"name": {"$ref": "common/name.json"}},
    }
    Path("pet.json").write_text(json.dumps(schema))
    notes: list[Note] = []
    (file,) = docmodels.render(docmodels.load("pet.json", notes=notes))
    assert "min_length=1" in file.text
    assert notes == []


# --- reading --------------------------------------------------------------------------------------


def input_paths(*inputs: str) -> list[str]:
    return [file.document.path for file in read_inputs(inputs)]


def create_pages(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("# Page\n")


def test_folders_are_read_sorted_without_hidden_files() -> None:
    create_pages(
        "d/b.md", "d/a/z.yml", "d/.git/x.md", "d/node_modules/y.md", "d/.hidden.md", "d/pic.png"
    )
    create_pages("d/a.markdown", "d/c.mdx", "d/UPPER.MD")
    assert input_paths("d") == ["d/UPPER.MD", "d/a/z.yml", "d/a.markdown", "d/b.md", "d/c.mdx"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("d/*.md", ["d/a.md"]),
        ("d/**/*.md", ["d/a.md", "d/x/b.md", "d/x/y/c.md"]),
        ("d/**", ["d/a.md", "d/s.json", "d/x/b.md", "d/x/y/c.md"]),
        ("d/?.md", ["d/a.md"]),
        ("d/[!b].md", ["d/a.md"]),
        ("d/*", ["d/a.md", "d/s.json", "d/x/b.md", "d/x/y/c.md"]),
        ("./d/*.txt", ["d/n.txt"]),
        ("**/c.md", ["d/x/y/c.md"]),
    ],
)
def test_glob_patterns_follow_shell_rules(pattern: str, expected: list[str]) -> None:
    create_pages("d/a.md", "d/s.json", "d/n.txt", "d/x/b.md", "d/x/y/c.md")
    assert input_paths(pattern) == expected


def test_duplicate_inputs_are_read_once() -> None:
    create_pages("d/a.md", "d/b.md")
    assert input_paths("d/b.md", "d", "./d/a.md") == ["d/b.md", "d/a.md"]
    assert [file.is_explicit for file in read_inputs(["d", "d/a.md"])] == [True, False]


def test_existing_path_with_brackets_is_no_pattern() -> None:
    create_pages("d/[id].md")
    assert input_paths("d/[id].md") == ["d/[id].md"]


def test_cyclic_and_broken_symlinks_are_skipped() -> None:
    create_pages("d/a.md")
    os.symlink("..", "d/up")
    os.symlink("nowhere", "d/broken.md")
    os.symlink("self.md", "d/self.md")
    assert input_paths("d") == ["d/a.md"]
    assert input_paths("d/**/*.md") == ["d/a.md"]


def test_invalid_utf8_is_an_error_with_position() -> None:
    Path("a.md").write_bytes(b"# One\nCaf\xe9\n")
    with pytest.raises(DocmodelsError) as caught:
        read_inputs(["a.md"])
    assert caught.value.note.origin == Origin("a.md", 2, 4)


def test_oversized_files_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docmodels.io.input_files.MAX_BYTES", 10)
    Path("a.md").write_text("x" * 11)
    with pytest.raises(DocmodelsError, match="larger than"):
        read_inputs(["a.md"])


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('{"a": 1}', True),
        ("  [1]", True),
        ("openapi: 3.1.0\n", True),
        ("# a comment\n\nopenapi: 3.1.0\n", True),
        ("---\nswagger: '2.0'\n", True),
        ("%YAML 1.2\n---\na: 1\n", True),
        ('"$schema": x\n', True),
        ("# Pet\n\n## Properties\n", False),
        ("# Pet\n\nName | Type\n", False),
        ("---\ntitle: Pet\n---\n\n# Pet\n", False),
        ("Just words.\n", False),
        ("", False),
    ],
)
def test_data_files_are_detected_by_content(text: str, data: bool) -> None:
    assert looks_like_data(text) is data


# --- writing --------------------------------------------------------------------------------------


def write_outdated(path: str, text: str = f"{MARK}\nold\n") -> Change:
    Path(path).write_text(text)
    return Change(Path(path), text, f"{MARK}\nnew\n")


@pytest.mark.parametrize("name", sorted({*docmodels.__all__} - {"__version__"}))
def test_public_names_have_help(name: str) -> None:
    assert pydoc.render_doc(getattr(docmodels, name))


def test_failed_write_changes_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = [
        write_outdated("a.py"),
        write_outdated("b.py"),
        Change(Path("new/c.py"), None, "x\n"),
    ]
    replace, calls = os.replace, [0]

    def replace_or_fail(*args: str) -> None:
        calls[0] += 1
        if calls[0] == 3:
            raise PermissionError(13, "Permission denied", "b.py")
        replace(*args)

    monkeypatch.setattr("os.replace", replace_or_fail)
    with pytest.raises(DocmodelsError, match=r"cannot write b\.py: Permission denied"):
        write(planned)
    assert Path("a.py").read_text() == Path("b.py").read_text() == f"{MARK}\nold\n"
    assert sorted(path.name for path in Path().iterdir()) == ["a.py", "b.py"]


def test_unmanaged_file_is_overwritten_only_with_force(tmp_path: Path) -> None:
    planned = [write_outdated("a.py"), write_outdated("b.py", "MINE = 1\n")]
    with pytest.raises(DocmodelsError, match=r"b\.py was not written by docmodels"):
        write(planned)
    assert Path("a.py").read_text() == f"{MARK}\nold\n"
    write(planned, force=True)
    assert Path("b.py").read_text() == f"{MARK}\nnew\n"


def test_empty_files_are_overwritten() -> None:
    write([write_outdated("a.py", "")])
    assert "new" in Path("a.py").read_text()


def test_file_mode_and_symlink_are_preserved() -> None:
    change = write_outdated("a.py")
    os.chmod("a.py", 0o640)
    os.symlink("a.py", "link.py")
    write([Change(Path("link.py"), change.before, change.after)])
    assert Path("link.py").is_symlink()
    assert Path("a.py").read_text() == change.after
    assert os.stat("a.py").st_mode & 0o777 == 0o640


def test_crlf_line_endings_are_no_change() -> None:
    Path("a.py").write_bytes(b"x = 1\r\n")
    assert list_changes([File(Path("a.py"), "x = 1\n")], Path()) == []


def test_diff_is_a_valid_patch() -> None:
    planned = [
        write_outdated("a.py"),
        Change(Path("b.py"), None, "x\n"),
        write_outdated("c.py", "no end"),
    ]
    Path("p.diff").write_text("".join(diff(planned)))
    subprocess.run(["patch", "-p1", "-s", "-i", "p.diff"], check=True)
    assert list_changes([File(c.path, c.after or "") for c in planned], Path()) == []


# --- messages -------------------------------------------------------------------------------------

PAGE = document("docs/Pet.md", "# Pet\n\n| **class** | **strng** | Kind |\n")
NOTE = UNKNOWN_TYPE.at(
    Origin("docs/Pet.md", 3, 15), "cannot read the type `strng`", "did you mean `string`?", 9
)


def test_note_shows_its_position() -> None:
    assert "\n".join(show.as_text([NOTE], {PAGE.path: PAGE})) == (
        "warning[unknown-type]: cannot read the type `strng`\n"
        "  --> docs/Pet.md:3:15\n"
        "  |\n"
        "3 | | **class** | **strng** | Kind |\n"
        "  |               ^^^^^^^^^\n"
        "  = help: did you mean `string`?"
    )


def test_notes_of_one_cause_are_grouped() -> None:
    lines = list(show.as_text([NOTE] * 3, {PAGE.path: PAGE}))
    assert lines.count("warning[unknown-type]: cannot read the type `strng`") == 1
    place = "docs/Pet.md:3:15"
    assert f"  = 2 more like this at {place}, {place}" in lines


def test_github_annotations_are_escaped() -> None:
    note = UNKNOWN_TYPE.at(Origin("a,b:c.md", 1, 2), "50%\nis,this: so", "mend it", 3)
    assert list(show.as_github([note], {})) == [
        "::warning file=a%2Cb%3Ac.md,line=1,col=2,endColumn=5,title=unknown-type::50%25%0Ais,this: so%0Amend it"
    ]


def test_control_characters_are_replaced_in_output() -> None:
    page = document("a.md", "\x1b[31m| x\x00 |\n")
    shown = "\n".join(
        show.as_text([UNKNOWN_TYPE.at(Origin("a.md"), "bad\x9b\nline")], {"a.md": page})
    )
    assert "warning[unknown-type]: bad\ufffd line" in shown
    assert "1 | \ufffd[31m| x\ufffd |" in shown


@pytest.mark.parametrize(
    ("text", "start", "column"),
    [
        ("**pet** | [**Pet**](Pet.md) |", 3, 14),
        ("**Pet** | [**Pet**](Pet.md) |", 3, 14),
        ("a Pet | Petal | Pet", 1, 3),
        ("# Pet", 3, 3),
        ("Pet | x", 5, None),
    ],
)
def test_find_locates_a_word_after_its_field(text: str, start: int, column: int | None) -> None:
    page = document("a.md", text)
    assert page.find(Origin("a.md", 1, start), "Pet") == (column and Origin("a.md", 1, column))


def test_find_locates_a_reference_in_the_block_of_its_key() -> None:
    text = "a:\n  description: A Pet\n  $ref: '#/x/Pet'\nb:\n  $ref: '#/x/Cat'\n"
    page = document("a.yaml", text)
    assert page.find(Origin("a.yaml", 1, 1), "Pet") == Origin("a.yaml", 3, 14)
    assert page.find(Origin("a.yaml", 1, 1), "Cat") is None


def test_json_messages_are_one_object_per_line() -> None:
    (line,) = show.as_json([NOTE], {})
    assert json.loads(line) == {
        "rule": "unknown-type",
        "severity": "warning",
        "file": "docs/Pet.md",
        "line": 3,
        "column": 15,
        "width": 9,
        "message": "cannot read the type `strng`",
        "help": "did you mean `string`?",
        "accepted": False,
    }


@given(st.text(max_size=300), st.integers(1, 400), st.integers(-5, 500), st.text(max_size=20))
def test_every_format_renders_any_note(text: str, column: int, width: int, message: str) -> None:
    page = document("p.md", text)
    note = UNKNOWN_TYPE.at(page.origin(1, column), message, "", width)
    for form in show.FORMATS.values():
        assert list(form([note], {"p.md": page}))


def test_a_template_that_is_added_counts_in_the_same_process() -> None:
    Path("pet.json").write_text(SCHEMA)
    api = docmodels.load("pet.json", notes=[])
    folder = Path("templates/pydantic")
    folder.mkdir(parents=True)
    (folder / "class.py.j2").write_text("class {{ item.name }}:\n    pass\n")
    (before,) = docmodels.render(api, templates="templates")
    assert not before.text.startswith("# Mine")
    (folder.parent / "shared").mkdir()
    (folder.parent / "shared" / "header.j2").write_text("# Mine\n")
    (after,) = docmodels.render(api, templates="templates")
    assert after.text.startswith("# Mine")


def test_the_message_of_an_unknown_name_lists_choices_if_there_are_any() -> None:
    error = docmodels.UnknownName("plug-in", "x", [])
    assert str(error) == "unknown plug-in 'x'; there is none"
