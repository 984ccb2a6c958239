"""The library: what it exports, reads and writes. The rooms at both ends of the line."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.cli import cli
from docmodels.diagnostics import rendering as show
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import UNKNOWN_TYPE
from docmodels.io.input_files import looks_like_data, read
from docmodels.io.output_files import HEADER, Change, File, changes, diff, write
from docmodels.ir import Origin

SCHEMA = '{"title": "Pet", "type": "object", "properties": {"name": {"type": "string"}}}'


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# --- public names ---------------------------------------------------------------------------------


def test_everything_public_is_listed_and_documented() -> None:
    for name in docmodels.__all__:
        value = getattr(docmodels, name)
        assert inspect.getdoc(value), name
    own = {name for name, value in vars(docmodels).items() if inspect.isfunction(value)}
    assert {name for name in own if not name.startswith("_")} <= set(docmodels.__all__)


def test_a_module_does_not_hide_a_function_of_its_name() -> None:
    code = "import docmodels, pkgutil; print(*[m.name for m in pkgutil.iter_modules(docmodels.__path__)])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(found.stdout.split()) & set(docmodels.__all__)


def test_load_render_generate() -> None:
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


def options(*functions: Callable[..., object]) -> dict[str, object]:
    """The options of functions with what they are left out as."""
    parameters = [p for each in functions for p in inspect.signature(each).parameters.values()]
    return {each.name: each.default for each in parameters if each.kind is each.KEYWORD_ONLY}


@pytest.mark.parametrize(
    ("command", "functions", "told"),
    [
        ("generate", (docmodels.generate,), {"inputs", "output"}),
        ("check", (docmodels.load, docmodels.check), {"inputs", "output"}),
        ("export", (docmodels.load,), {"inputs", "output", "to", "force"}),
        ("inspect", (docmodels.load,), {"inputs", "as_json"}),
    ],
)
def test_the_library_has_the_options_of_the_command_line(
    command: str, functions: tuple[Callable[..., object], ...], told: set[str]
) -> None:
    words = ["pet.json", "--to", "ir"] if command == "export" else ["pet.json"]
    given = cli.commands[command].make_context(command, words).params
    mirrored = {name: given[name] or None for name in given.keys() - told - {"form"}}
    own = {name: default or None for name, default in options(*functions).items()}
    assert mirrored.items() <= own.items()
    assert own.keys() - mirrored.keys() <= {"notes", "update_lock"}


def test_generate_does_what_the_options_say() -> None:
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
    with pytest.raises(DocmodelsError, match="there is no folder nowhere"):
        docmodels.generate("missing.md", "a.py", templates="nowhere")
    with pytest.raises(ValueError, match="update_lock goes with allow_remote"):
        docmodels.generate("pet.json", "a.py", update_lock=True)


def test_warnings_can_be_refused_wherever_they_come_up() -> None:
    Path("pet.json").write_text(SCHEMA.replace("string", "nothing"))
    with pytest.raises(DocmodelsError):
        docmodels.load("pet.json", strict=True)
    docmodels.render(docmodels.load("pet.json"), strict=True)


def test_unknown_names_are_value_errors() -> None:
    Path("pet.json").write_text(SCHEMA)
    api = docmodels.load("pet.json")
    with pytest.raises(ValueError, match="no target is called 'perl'"):
        docmodels.render(api, target="perl")
    with pytest.raises(ValueError, match="no case is called 'loud'"):
        docmodels.load("pet.json", wire_case="loud")
    with pytest.raises(ValueError, match="no kind of document is called 'xml'"):
        docmodels.export(api, "xml")


def test_a_reference_to_a_file_beside_the_input_is_read_from_there() -> None:
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


def paths(*given: str) -> list[str]:
    return [found.document.path for found in read(given)]


def lay(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("# Page\n")


def test_a_folder_is_read_in_sorted_order_without_what_is_hidden() -> None:
    lay("d/b.md", "d/a/z.yml", "d/.git/x.md", "d/node_modules/y.md", "d/.hidden.md", "d/pic.png")
    lay("d/a.markdown", "d/c.mdx", "d/UPPER.MD")
    assert paths("d") == ["d/UPPER.MD", "d/a/z.yml", "d/a.markdown", "d/b.md", "d/c.mdx"]


@pytest.mark.parametrize(
    ("pattern", "found"),
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
def test_a_pattern_is_read_as_a_shell_reads_it(pattern: str, found: list[str]) -> None:
    lay("d/a.md", "d/s.json", "d/n.txt", "d/x/b.md", "d/x/y/c.md")
    assert paths(pattern) == found


def test_a_file_is_read_once_however_often_it_is_named() -> None:
    lay("d/a.md", "d/b.md")
    assert paths("d/b.md", "d", "./d/a.md") == ["d/b.md", "d/a.md"]
    assert [found.named for found in read(["d", "d/a.md"])] == [True, False]


def test_a_file_with_brackets_in_its_name_is_a_file() -> None:
    lay("d/[id].md")
    assert paths("d/[id].md") == ["d/[id].md"]


def test_links_that_lead_in_a_circle_end() -> None:
    lay("d/a.md")
    os.symlink("..", "d/up")
    os.symlink("nowhere", "d/broken.md")
    os.symlink("self.md", "d/self.md")
    assert paths("d") == ["d/a.md"]
    assert paths("d/**/*.md") == ["d/a.md"]


def test_what_is_not_utf8_is_refused_with_its_place() -> None:
    Path("a.md").write_bytes(b"# One\nCaf\xe9\n")
    with pytest.raises(DocmodelsError) as caught:
        read(["a.md"])
    assert caught.value.note.origin == Origin("a.md", 2, 4)


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docmodels.io.input_files.MAX_BYTES", 10)
    Path("a.md").write_text("x" * 11)
    with pytest.raises(DocmodelsError, match="larger than"):
        read(["a.md"])


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
def test_data_is_told_from_pages_by_its_text(text: str, data: bool) -> None:
    assert looks_like_data(text) is data


# --- writing --------------------------------------------------------------------------------------


def stale(path: str, text: str = f"{HEADER}\nold\n") -> Change:
    Path(path).write_text(text)
    return Change(Path(path), text, f"{HEADER}\nnew\n")


def test_all_files_are_written_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [stale("a.py"), stale("b.py"), Change(Path("new/c.py"), None, "x\n")]
    real, calls = os.replace, [0]

    def failing(*args: str) -> None:
        calls[0] += 1
        if calls[0] == 3:
            raise PermissionError(13, "Permission denied", "new/c.py")
        real(*args)

    monkeypatch.setattr("os.replace", failing)
    with pytest.raises(DocmodelsError, match=r"cannot write new/c\.py: Permission denied"):
        write(found)
    assert Path("a.py").read_text() == Path("b.py").read_text() == f"{HEADER}\nold\n"
    assert sorted(path.name for path in Path().iterdir()) == ["a.py", "b.py"]


def test_a_file_of_somebody_else_stops_all(tmp_path: Path) -> None:
    found = [stale("a.py"), stale("b.py", "MINE = 1\n")]
    with pytest.raises(DocmodelsError, match=r"b\.py was not written by docmodels"):
        write(found)
    assert Path("a.py").read_text() == f"{HEADER}\nold\n"
    write(found, force=True)
    assert Path("b.py").read_text() == f"{HEADER}\nnew\n"


def test_an_empty_file_may_be_written_over() -> None:
    write([stale("a.py", "")])
    assert "new" in Path("a.py").read_text()


def test_rights_and_links_of_a_file_stay() -> None:
    change = stale("a.py")
    os.chmod("a.py", 0o640)
    os.symlink("a.py", "link.py")
    write([Change(Path("link.py"), change.before, change.after)])
    assert Path("link.py").is_symlink()
    assert Path("a.py").read_text() == change.after
    assert os.stat("a.py").st_mode & 0o777 == 0o640


def test_line_ends_of_a_checkout_are_no_change() -> None:
    Path("a.py").write_bytes(b"x = 1\r\n")
    assert changes([File(Path("a.py"), "x = 1\n")], Path()) == []


def test_the_diff_can_be_applied() -> None:
    found = [stale("a.py"), Change(Path("b.py"), None, "x\n"), stale("c.py", "no end")]
    Path("p.diff").write_text("".join(diff(found)))
    subprocess.run(["patch", "-p1", "-s", "-i", "p.diff"], check=True)
    assert changes([File(c.path, c.after or "") for c in found], Path()) == []


# --- messages -------------------------------------------------------------------------------------

PAGE = document("docs/Pet.md", "# Pet\n\n| **class** | **strng** | Kind |\n")
NOTE = UNKNOWN_TYPE.at(
    Origin("docs/Pet.md", 3, 15), "cannot read the type `strng`", "did you mean `string`?", 9
)


def test_a_note_shows_its_place() -> None:
    assert "\n".join(show.as_text([NOTE], {PAGE.path: PAGE})) == (
        "warning[unknown-type]: cannot read the type `strng`\n"
        "  --> docs/Pet.md:3:15\n"
        "  |\n"
        "3 | | **class** | **strng** | Kind |\n"
        "  |               ^^^^^^^^^\n"
        "  = help: did you mean `string`?"
    )


def test_notes_that_say_the_same_are_shown_once() -> None:
    lines = list(show.as_text([NOTE] * 6, {PAGE.path: PAGE}))
    assert lines.count("warning[unknown-type]: cannot read the type `strng`") == 1
    place = "docs/Pet.md:3:15"
    assert f"  = 5 more of the same at {place}, {place}, {place}, .." in lines


def test_github_annotations_are_escaped() -> None:
    note = UNKNOWN_TYPE.at(Origin("a,b:c.md", 1, 2), "50%\nis,this: so", "mend it", 3)
    assert list(show.as_github([note], {})) == [
        "::warning file=a%2Cb%3Ac.md,line=1,col=2,endColumn=5,title=unknown-type::50%25%0Ais,this: so%0Amend it"
    ]


def test_what_is_quoted_cannot_move_the_cursor() -> None:
    page = document("a.md", "\x1b[31m| x\x00 |\n")
    shown = "\n".join(
        show.as_text([UNKNOWN_TYPE.at(Origin("a.md"), "bad\x9b\nline")], {"a.md": page})
    )
    assert "warning[unknown-type]: bad\ufffd line" in shown
    assert "1 | \ufffd[31m| x\ufffd |" in shown


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [
        ("**pet** | [**Pet**](Pet.md) |", 3, 14),
        ("**Pet** | [**Pet**](Pet.md) |", 3, 14),
        ("a Pet | Petal | Pet", 1, 3),
        ("# Pet", 3, 3),
        ("Pet | x", 5, None),
    ],
)
def test_a_word_is_found_after_the_place_of_its_field(
    text: str, start: int, found: int | None
) -> None:
    page = document("a.md", text)
    assert page.find(Origin("a.md", 1, start), "Pet") == (found and Origin("a.md", 1, found))


def test_a_reference_is_found_in_the_block_of_its_key() -> None:
    text = "a:\n  description: A Pet\n  $ref: '#/x/Pet'\nb:\n  $ref: '#/x/Cat'\n"
    page = document("a.yaml", text)
    assert page.find(Origin("a.yaml", 1, 1), "Pet") == Origin("a.yaml", 3, 14)
    assert page.find(Origin("a.yaml", 1, 1), "Cat") is None


def test_json_messages_are_one_object_a_line() -> None:
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
    }


@given(st.text(max_size=300), st.integers(1, 400), st.integers(-5, 500), st.text(max_size=20))
def test_any_note_can_be_shown(text: str, column: int, width: int, message: str) -> None:
    page = document("p.md", text)
    note = UNKNOWN_TYPE.at(page.origin(1, column), message, "", width)
    for form in show.FORMATS.values():
        assert list(form([note], {"p.md": page}))
