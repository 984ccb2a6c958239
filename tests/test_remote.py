"""Remote documents: fetched only where asked for, within limits, and pinned. The web is 127.0.0.1."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import docmodels
from docmodels.cli import cli
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.io import remote
from docmodels.ir import Origin


@dataclass
class Web:
    """A server on this machine: what stands where, and what was asked for."""

    base: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    slow: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def put(self, path: str, schema: object) -> str:
        """Publish a schema; gives its address."""
        self.pages[path] = json.dumps(schema).encode()
        return f"{self.base}{path}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path
        self.asked.append(path)
        code = 302 if path in self.moved else self.broken.get(path, 200)
        body = self.pages.get(path, b"")
        if code == 200 and path not in self.pages:
            code = 404
        request.send_response(code)
        if path in self.moved:
            request.send_header("Location", self.moved[path])
        request.send_header("Content-Length", str(len(body) + (path in self.cut)))
        request.end_headers()
        if path in self.slow:
            time.sleep(2)
        request.wfile.write(body)


@pytest.fixture(autouse=True)
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    monkeypatch.chdir(tmp_path)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    found = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()


def home(ref: str) -> None:
    """Write the local document that everything starts from."""
    schema = {"title": "Home", "type": "object", "properties": {"pet": {"$ref": ref}}}
    Path("home.json").write_text(json.dumps(schema, indent=1))


def obj(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties or {"name": {"type": "string"}}}


def names(**options: bool) -> list[str]:
    api = docmodels.load("home.json", allow_remote=True, **options)
    return [made.name for made in api.definitions]


def refusal(**options: bool) -> Note:
    with pytest.raises(DocmodelsError) as error:
        names(**options)
    return error.value.note


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def pinned() -> dict[str, str]:
    return dict(json.loads(Path("docmodels.lock").read_text())["sha256"])


def test_nothing_is_fetched_unasked(web: Web) -> None:
    home(web.put("/pet.json", obj(name={"type": "string"})))
    notes: list[Note] = []
    docmodels.load("home.json", notes=notes)
    assert [note.rule.name for note in notes] == ["remote-ref"]
    assert notes[0].help.endswith("fetch it with --allow-remote")
    assert web.asked == []
    assert not Path("docmodels.lock").exists()


def test_what_a_reference_leads_to_is_read_and_pinned(web: Web) -> None:
    url = web.put("/pet.json", {"title": "Pet", **obj(name={"type": "string"})})
    home(url)
    assert names() == ["Home", "Pet"]
    assert re.fullmatch("[0-9a-f]{64}", pinned()[url])
    before = Path("docmodels.lock").read_text()
    assert names() == ["Home", "Pet"]
    assert Path("docmodels.lock").read_text() == before
    assert web.asked == ["/pet.json"] * 2


def test_references_inside_resolve_against_the_remote_base(web: Web) -> None:
    web.put("/api/schemas/tag.json", {"title": "Tag", **obj(up={"$ref": "../pet.json#/$defs/Age"})})
    pet = {"title": "Pet", "$defs": {"Age": {"enum": ["old", "young"]}}}
    pet |= obj(tag={"$ref": "schemas/tag.json"}, age={"$ref": "#/$defs/Age"})
    home(web.put("/api/pet.json", pet))
    Path("schemas").mkdir()
    Path("schemas/tag.json").write_text('{"title": "Wrong", "type": "object"}')
    assert sorted(names()) == ["Age", "Home", "Pet", "Tag"]
    assert sorted(web.asked) == ["/api/pet.json", "/api/schemas/tag.json"]


def test_an_identifier_inside_is_the_base(web: Web) -> None:
    web.put("/real/tag.json", {"title": "Tag", "type": "object"})
    pet = {"$id": f"{web.base}/real/pet.json", "title": "Pet", **obj(tag={"$ref": "tag.json"})}
    home(web.put("/mirror/pet.json", pet))
    assert names() == ["Home", "Pet", "Tag"]
    assert web.asked == ["/mirror/pet.json", "/real/tag.json"]


def test_a_document_of_the_inputs_is_not_fetched_again(web: Web) -> None:
    url = f"{web.base}/pet.json"
    home(url)
    Path("pet.json").write_text(json.dumps({"$id": url, "title": "Pet", **obj()}))
    api = docmodels.load(["home.json", "pet.json"], allow_remote=True)
    assert [made.name for made in api.definitions] == ["Home", "Pet"]
    assert web.asked == []


def test_openapi_and_yaml_are_read_from_the_web_too(web: Web) -> None:
    web.pages["/api"] = b"openapi: 3.1.0\ncomponents:\n schemas:\n  Pet: {type: object}\n"
    home(f"{web.base}/api#/components/schemas/Pet")
    assert names() == ["Home", "Pet"]


def test_a_redirect_moves_the_base(web: Web) -> None:
    web.moved["/pet.json"] = "/v2/pet.json"
    web.put("/v2/pet.json", {"title": "Pet", **obj(tag={"$ref": "tag.json"})})
    web.put("/v2/tag.json", {"title": "Tag", "type": "object"})
    home(f"{web.base}/pet.json")
    assert names() == ["Home", "Pet", "Tag"]
    assert list(pinned()) == [f"{web.base}/pet.json", f"{web.base}/v2/tag.json"]


def test_models_that_two_references_lead_to_are_one(web: Web) -> None:
    url = web.put("/pet.json", {"title": "Pet", **obj(self={"$ref": "#"})})
    web.moved["/old.json"] = url
    home(url)
    schema = json.loads(Path("home.json").read_text())
    schema["properties"]["old"] = {"$ref": f"{web.base}/old.json"}
    Path("home.json").write_text(json.dumps(schema))
    assert names() == ["Home", "Pet"]


# --- pins ------------------------------------------------------------------------------------------


def test_what_has_changed_is_refused_until_that_is_accepted(web: Web) -> None:
    home(url := web.put("/pet.json", {"title": "Pet", **obj()}))
    names()
    before = pinned()
    web.put("/pet.json", {"title": "Cat", **obj()})
    note = refusal()
    assert note.rule.name == "lock-mismatch"
    assert note.message == f"{url} has changed since it was pinned in docmodels.lock"
    assert "--update-lock" in note.help
    assert note.origin == Origin("home.json", 6, 13)
    assert pinned() == before
    assert names(update_lock=True) == ["Home", "Cat"]
    assert pinned().keys() == before.keys()
    assert pinned() != before


def test_what_is_gone_is_refused_if_it_was_pinned(web: Web) -> None:
    home(web.put("/pet.json", {"title": "Pet", **obj()}))
    names()
    del web.pages["/pet.json"]
    assert "is there no more" in refusal().message
    assert names(update_lock=True) == ["Home"]


def test_what_never_was_there_is_a_warning(web: Web) -> None:
    home(f"{web.base}/pet.json")
    notes: list[Note] = []
    docmodels.load("home.json", allow_remote=True, notes=notes)
    assert [note.rule.name for note in notes] == ["remote-ref", "remote-ref"]
    assert not Path("docmodels.lock").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"sha256": {"a": 1}}', "\xff"])
def test_a_lock_that_cannot_be_read_is_named(web: Web, text: str) -> None:
    home(web.put("/pet.json", obj()))
    Path("docmodels.lock").write_text(text, "latin-1")
    assert refusal().message.startswith("cannot read docmodels.lock: ")


# --- limits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/broken", "500 Internal Server Error"),
        ("/loop", "it redirects more than 5 times"),
        ("/file", "file:///etc/passwd is no address on the web"),
        ("/ftp", "ftp://127.0.0.1/x is no address on the web"),
        ("/inside", "localhost is not public, and no input names it"),
        ("/cut", "the answer is cut short"),
        ("/large", "it is larger than 0 MiB"),
        ("/slow", "timed out"),
    ],
)
def test_what_cannot_be_had_ends_the_run(
    web: Web, monkeypatch: pytest.MonkeyPatch, path: str, why: str
) -> None:
    monkeypatch.setattr(remote, "MAX_BYTES", 1000)
    monkeypatch.setattr(remote, "MAX_SECONDS", 0.5)
    web.broken["/broken"] = 500
    web.slow.add("/slow")
    web.cut.add("/cut")
    web.pages |= {"/cut": b"{}", "/slow": b"{}", "/large": b" " * 2000}
    web.moved |= {"/loop": "/loop", "/file": "file:///etc/passwd", "/ftp": "ftp://127.0.0.1/x"}
    web.moved["/inside"] = f"{web.base}/x".replace("127.0.0.1", "localhost")
    home(f"{web.base}{path}")
    note = refusal()
    assert (note.rule.name, note.message) == (
        "remote-failure",
        f"cannot fetch {web.base}{path}: {why}",
    )
    assert note.origin is not None and note.origin.line == 6


def test_a_remote_document_does_not_lead_into_a_private_network(web: Web) -> None:
    inside = web.put("/secret.json", obj()).replace("127.0.0.1", "localhost")
    home(web.put("/pet.json", {"title": "Pet", **obj(secret={"$ref": inside})}))
    assert "localhost is not public" in refusal().message
    assert web.asked == ["/pet.json"]


def test_secrets_and_odd_addresses_are_refused(web: Web) -> None:
    home(web.base.replace("//", "//me:pass@") + "/pet.json")
    assert "it holds a user name" in refusal().message
    home("http://127.0.0.1:port/pet.json")
    assert refusal().rule.name == "remote-failure"


def test_a_server_that_is_not_there_is_named(web: Web) -> None:
    home("http://127.0.0.1:1/pet.json")
    assert "Connection refused" in refusal().message


def test_documents_without_end_end(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "MAX_DOCUMENTS", 3)
    for number in range(9):
        web.put(f"/{number}", {"title": f"T{number}", **obj(next={"$ref": f"/{number + 1}"})})
    home(f"{web.base}/0")
    note = refusal()
    assert note.message == f"cannot fetch {web.base}/3: more than 3 documents are referred to"
    assert note.origin is not None and note.origin.file == f"{web.base}/2"


def test_what_is_no_schema_text_is_told_with_its_address(web: Web) -> None:
    web.pages["/pet.json"] = b"<html>"
    home(f"{web.base}/pet.json")
    note = refusal()
    assert note.rule.name == "unreadable-input"
    assert note.origin is not None and note.origin.file == f"{web.base}/pet.json"
    web.pages["/pet.json"] = b"\xff"
    assert "is not UTF-8 text: byte 0xff at 0" in refusal().message


# --- the command line ------------------------------------------------------------------------------

WORDS = ("home.json", "-o", "a.py", "--allow-remote")


def test_generate_pins_and_check_keeps(web: Web) -> None:
    home(url := web.put("/pet.json", {"title": "Pet", **obj()}))
    assert run("inspect", "home.json", "--allow-remote").exit_code == 0
    assert not Path("docmodels.lock").exists(), "inspect writes nothing"
    result = run("check", *WORDS)
    assert result.exit_code == 2
    assert f"error[lock-mismatch]: {url} is not in docmodels.lock" in result.stderr
    assert run("generate", *WORDS).exit_code == 0
    assert run("check", *WORDS).exit_code == 0
    assert "class Pet(" in Path("a.py").read_text()


def test_a_change_on_the_web_fails_and_writes_nothing(web: Web) -> None:
    home(web.put("/pet.json", {"title": "Pet", **obj()}))
    run("generate", *WORDS)
    before = {path: path.read_text() for path in Path().iterdir()}
    web.put("/pet.json", {"title": "Cat", **obj()})
    for command in ("generate", "check"):
        result = run(command, *WORDS)
        assert result.exit_code == 2
        assert "error[lock-mismatch]" in result.stderr
        assert "--> home.json:6:13" in result.stderr
    assert {path: path.read_text() for path in Path().iterdir()} == before
    assert run("generate", *WORDS, "--update-lock").exit_code == 0
    assert "class Cat(" in Path("a.py").read_text()
    assert run("check", *WORDS).exit_code == 0


def test_strict_pins_nothing(web: Web) -> None:
    pet = {"title": "Pet", **obj(tag={"$ref": "#/$defs/Nowhere"})}
    home(web.put("/pet.json", pet))
    assert run("generate", *WORDS, "--strict").exit_code == 1
    assert not Path("docmodels.lock").exists()


def test_a_project_allows_it_once_and_updates_by_hand(web: Web) -> None:
    home(web.put("/pet.json", {"title": "Pet", **obj()}))
    settings = 'inputs = ["home.json"]\noutput = "a.py"\nallow-remote = true\n'
    Path("pyproject.toml").write_text(f"[tool.docmodels]\n{settings}")
    assert run("generate").exit_code == 0
    web.put("/pet.json", {"title": "Cat", **obj()})
    assert run("generate").exit_code == 2
    assert run("generate", "--update-lock").exit_code == 0
    assert "class Cat(" in Path("a.py").read_text()


def test_update_lock_goes_with_allow_remote() -> None:
    home("#")
    result = run("generate", "home.json", "-o", "a.py", "--update-lock")
    assert result.exit_code == 2
    assert "--update-lock goes with --allow-remote" in result.stderr
