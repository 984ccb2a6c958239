"""Test fetching and locking of remote documents, with a server on 127.0.0.1."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request

import pytest
from click.testing import CliRunner, Result

import docmodels
from docmodels.cli import cli
from docmodels.config.options import LoadOptions
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.io import connections, remote
from docmodels.io.output_files import Change
from docmodels.ir import Origin
from docmodels.pipeline import RunContext, load


@dataclass
class FakeServer:
    """A local HTTP server: its pages and failures by path, and the requested paths."""

    base: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    status_codes: dict[str, int] = field(default_factory=dict)
    slow: set[str] = field(default_factory=set)
    truncated: set[str] = field(default_factory=set)
    requests: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def publish(self, path: str, schema: object) -> str:
        """Publish a schema; return its URL."""
        self.pages[path] = json.dumps(schema).encode()
        return f"{self.base}{path}"

    def respond(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path
        self.requests.append(path)
        code = 302 if path in self.redirects else self.status_codes.get(path, 200)
        body = self.pages.get(path, b"")
        if code == 200 and path not in self.pages:
            code = 404
        request.send_response(code)
        if path in self.redirects:
            request.send_header("Location", self.redirects[path])
        request.send_header("Content-Length", str(len(body) + (path in self.truncated)))
        request.end_headers()
        if path in self.slow:
            self.is_over.wait()
        request.wfile.write(body)


class FakeResponse(BytesIO):
    """The response to a request that succeeds."""

    length = 0


@pytest.fixture(autouse=True)
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    monkeypatch.chdir(tmp_path)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    fake = FakeServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fake.respond(self)

        def log_message(self, *_: object) -> None:
            pass

    http_server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.base = f"http://127.0.0.1:{http_server.server_address[1]}"
    thread = threading.Thread(target=http_server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield fake
    fake.is_over.set()
    http_server.shutdown()
    http_server.server_close()


def write_root_schema(ref: str) -> None:
    """Write a local document that refers to `ref`."""
    schema = {"title": "Home", "type": "object", "properties": {"pet": {"$ref": ref}}}
    Path("home.json").write_text(json.dumps(schema, indent=1))


def object_schema(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties or {"name": {"type": "string"}}}


def load_names(**options: bool) -> list[str]:
    api = docmodels.load("home.json", allow_remote=True, **options)
    return [definition.name for definition in api.definitions]


def load_error(**options: bool) -> Note:
    with pytest.raises(DocmodelsError) as error:
        load_names(**options)
    return error.value.note


def run_cli(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def lock_hashes() -> dict[str, str]:
    return dict(json.loads(Path("docmodels.lock").read_text())["sha256"])


def test_remote_references_need_allow_remote(server: FakeServer) -> None:
    write_root_schema(server.publish("/pet.json", object_schema(name={"type": "string"})))
    notes: list[Note] = []
    docmodels.load("home.json", notes=notes)
    assert [note.rule.name for note in notes] == ["remote-ref"]
    assert notes[0].help.endswith("fetch it with --allow-remote")
    assert server.requests == []
    assert not Path("docmodels.lock").exists()


def test_remote_documents_are_read_and_locked(server: FakeServer) -> None:
    url = server.publish("/pet.json", {"title": "Pet", **object_schema(name={"type": "string"})})
    write_root_schema(url)
    assert load_names() == ["Home", "Pet"]
    assert re.fullmatch("[0-9a-f]{64}", lock_hashes()[url])
    before = Path("docmodels.lock").read_text()
    assert load_names() == ["Home", "Pet"]
    assert Path("docmodels.lock").read_text() == before
    assert server.requests == ["/pet.json"] * 2


def test_relative_references_resolve_against_the_remote_url(server: FakeServer) -> None:
    server.publish(
        "/api/schemas/tag.json",
        {"title": "Tag", **object_schema(up={"$ref": "../pet.json#/$defs/Age"})},
    )
    pet = {"title": "Pet", "$defs": {"Age": {"enum": ["old", "young"]}}}
    pet |= object_schema(tag={"$ref": "schemas/tag.json"}, age={"$ref": "#/$defs/Age"})
    write_root_schema(server.publish("/api/pet.json", pet))
    Path("schemas").mkdir()
    Path("schemas/tag.json").write_text('{"title": "Wrong", "type": "object"}')
    assert sorted(load_names()) == ["Age", "Home", "Pet", "Tag"]
    assert sorted(server.requests) == ["/api/pet.json", "/api/schemas/tag.json"]


def test_id_of_a_remote_document_is_its_base_uri(server: FakeServer) -> None:
    server.publish("/real/tag.json", {"title": "Tag", "type": "object"})
    pet = {
        "$id": f"{server.base}/real/pet.json",
        "title": "Pet",
        **object_schema(tag={"$ref": "tag.json"}),
    }
    write_root_schema(server.publish("/mirror/pet.json", pet))
    assert load_names() == ["Home", "Pet", "Tag"]
    assert server.requests == ["/mirror/pet.json", "/real/tag.json"]


def test_inputs_are_not_fetched(server: FakeServer) -> None:
    url = f"{server.base}/pet.json"
    write_root_schema(url)
    Path("pet.json").write_text(json.dumps({"$id": url, "title": "Pet", **object_schema()}))
    api = docmodels.load(["home.json", "pet.json"], allow_remote=True)
    assert [definition.name for definition in api.definitions] == ["Home", "Pet"]
    assert server.requests == []


def test_an_address_may_be_an_input(server: FakeServer) -> None:
    server.pages["/pet.json"] = json.dumps(object_schema(owner={"$ref": "owner.json"})).encode()
    server.pages["/owner.json"] = json.dumps(object_schema()).encode()
    url = f"{server.base}/pet.json"
    assert run_cli("generate", url, "-o", "models.py", "--allow-remote").exit_code == 0
    assert "name: " in Path("models.py").read_text()
    assert lock_hashes().keys() == {url, f"{server.base}/owner.json"}
    assert run_cli("check", url, "-o", "models.py", "--allow-remote").exit_code == 0
    result = run_cli("inspect", f"{server.base}/none.json", "--allow-remote")
    assert (result.exit_code, "there is no such document" in result.stderr) == (2, True)
    assert "references to it" not in result.stderr


def test_the_lock_is_beside_the_settings(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/pet.json"] = json.dumps(object_schema()).encode()
    write_root_schema(f"{server.base}/pet.json")
    settings = 'inputs = ["home.json"]\noutput = "a.py"\nallow-remote = true\n'
    Path("docmodels.toml").write_text(settings)
    Path(".git").mkdir()
    Path("inner").mkdir()
    monkeypatch.chdir("inner")
    assert run_cli("generate").exit_code == 0
    assert not Path("docmodels.lock").exists()
    assert Path("../docmodels.lock").exists()
    assert run_cli("check").exit_code == 0


def test_remote_openapi_yaml_is_read(server: FakeServer) -> None:
    server.pages["/api"] = b"openapi: 3.1.0\ncomponents:\n schemas:\n  Pet: {type: object}\n"
    write_root_schema(f"{server.base}/api#/components/schemas/Pet")
    assert load_names() == ["Home", "Pet"]


def test_redirect_target_is_the_base_uri(server: FakeServer) -> None:
    server.redirects["/pet.json"] = "/v2/pet.json"
    server.publish("/v2/pet.json", {"title": "Pet", **object_schema(tag={"$ref": "tag.json"})})
    server.publish("/v2/tag.json", {"title": "Tag", "type": "object"})
    write_root_schema(f"{server.base}/pet.json")
    assert load_names() == ["Home", "Pet", "Tag"]
    assert list(lock_hashes()) == [f"{server.base}/pet.json", f"{server.base}/v2/tag.json"]


def test_url_and_its_redirect_are_one_document(server: FakeServer) -> None:
    url = server.publish("/pet.json", {"title": "Pet", **object_schema(self={"$ref": "#"})})
    server.redirects["/old.json"] = url
    write_root_schema(url)
    schema = json.loads(Path("home.json").read_text())
    schema["properties"]["old"] = {"$ref": f"{server.base}/old.json"}
    Path("home.json").write_text(json.dumps(schema))
    assert load_names() == ["Home", "Pet"]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("http://api.example/pet.json", "it redirects from https to http://api.example/pet.json"),
        ("https://api.example/pet.json", None),
        ("/pet.json", None),
    ],
)
def test_redirects_from_https_to_http_are_rejected(
    monkeypatch: pytest.MonkeyPatch, target: str, message: str | None
) -> None:
    requested: list[str] = []

    def answer(_: object, request: Request, **__: object) -> object:
        requested.append(request.full_url)
        if len(requested) == 1:
            headers = EmailMessage()
            headers["Location"] = target
            raise HTTPError(request.full_url, 302, "Found", headers, None)  # type: ignore[arg-type]
        return FakeResponse(b'{"title": "Pet", "type": "object"}')

    monkeypatch.setattr("urllib.request.OpenerDirector.open", answer)
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("8.8.8.8", 0))])
    write_root_schema("https://api.example/old.json")
    if message is None:
        assert load_names() == ["Home", "Pet"]
        assert requested[1:] == ["https://api.example/pet.json"]
    else:
        note = load_error()
        assert note.rule.name == "remote-failure" and note.message.endswith(message)
        assert requested == ["https://api.example/old.json"]


@pytest.mark.parametrize(
    ("page", "is_refused"),
    [
        ({"$ref": "http://other.example/a.json"}, True),
        ({"$id": "http://other.example/", "$ref": "a.json"}, True),
        ({"$ref": "https://other.example/a.json"}, False),
        ({"$ref": "a.json"}, False),
    ],
)
def test_a_document_from_https_does_not_lead_to_http(
    monkeypatch: pytest.MonkeyPatch, page: object, is_refused: bool
) -> None:
    requested: list[str] = []

    def answer(_: object, request: Request, **__: object) -> object:
        requested.append(request.full_url)
        content = {"type": "object", "properties": {"a": page}} if len(requested) == 1 else {}
        return FakeResponse(json.dumps({"title": "Pet", **content}).encode())

    monkeypatch.setattr("urllib.request.OpenerDirector.open", answer)
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("8.8.8.8", 0))])
    write_root_schema("https://api.example/pet.json")
    if is_refused:
        assert "was fetched with https leads to it" in load_error().message
        assert all(url.startswith("https:") for url in requested)
    else:
        load_names()
        assert len(requested) == 2


def test_an_input_may_lead_to_http(server: FakeServer) -> None:
    url = server.publish("/pet.json", {"title": "Pet", **object_schema(a={"$ref": "tag.json"})})
    server.publish("/tag.json", {"title": "Tag", "type": "object"})
    write_root_schema(url)
    assert load_names() == ["Home", "Pet", "Tag"]


# --- pins ------------------------------------------------------------------------------------------


def test_changed_documents_are_rejected_until_update_lock(server: FakeServer) -> None:
    write_root_schema(url := server.publish("/pet.json", {"title": "Pet", **object_schema()}))
    load_names()
    before = lock_hashes()
    server.publish("/pet.json", {"title": "Cat", **object_schema()})
    note = load_error()
    assert note.rule.name == "lock-mismatch"
    assert note.message == f"{url} has changed since it was pinned in docmodels.lock"
    assert "--update-lock" in note.help
    assert note.origin == Origin("home.json", 6, 13)
    assert lock_hashes() == before
    assert load_names(update_lock=True) == ["Home", "Cat"]
    assert lock_hashes().keys() == before.keys()
    assert lock_hashes() != before


def test_missing_locked_documents_are_rejected(server: FakeServer) -> None:
    write_root_schema(server.publish("/pet.json", {"title": "Pet", **object_schema()}))
    load_names()
    del server.pages["/pet.json"]
    assert "has disappeared" in load_error().message
    assert load_names(update_lock=True) == ["Home"]


def test_missing_unlocked_documents_are_a_warning(server: FakeServer) -> None:
    write_root_schema(f"{server.base}/pet.json")
    notes: list[Note] = []
    docmodels.load("home.json", allow_remote=True, notes=notes)
    assert [note.rule.name for note in notes] == ["remote-ref", "remote-ref"]
    assert not Path("docmodels.lock").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"sha256": {"a": 1}}', "\xff"])
def test_invalid_lock_files_are_reported(server: FakeServer, text: str) -> None:
    write_root_schema(server.publish("/pet.json", object_schema()))
    Path("docmodels.lock").write_text(text, "latin-1")
    assert load_error().message.startswith("cannot read docmodels.lock: ")


# --- limits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/broken", "500 Internal Server Error"),
        ("/loop", "it redirects more than 5 times"),
        ("/file", "file:///etc/passwd is not an http or https address"),
        ("/ftp", "ftp://127.0.0.1/x is not an http or https address"),
        ("/inside", "localhost is not public, and no reference in an input names it"),
        ("/cut", "the response is incomplete"),
        ("/large", "it is larger than 0 MiB"),
        ("/invalid", "it redirects to no address: Invalid IPv6 URL"),
        ("/slow", "it takes longer than 0.5 seconds"),
    ],
)
def test_failed_fetches_are_errors(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch, path: str, reason: str
) -> None:
    monkeypatch.setattr(remote, "MAX_BYTES", 1000)
    if path == "/slow":
        monkeypatch.setattr(remote, "MAX_SECONDS", 0.5)
    server.status_codes["/broken"] = 500
    server.slow.add("/slow")
    server.truncated.add("/cut")
    server.pages |= {"/cut": b"{}", "/slow": b"{}", "/large": b" " * 2000}
    server.redirects |= {
        "/loop": "/loop",
        "/file": "file:///etc/passwd",
        "/ftp": "ftp://127.0.0.1/x",
        "/invalid": "http://[",
    }
    server.redirects["/inside"] = f"{server.base}/x".replace("127.0.0.1", "localhost")
    write_root_schema(f"{server.base}{path}")
    note = load_error()
    assert (note.rule.name, note.message) == (
        "remote-failure",
        f"cannot fetch {server.base}{path}: {reason}",
    )
    assert note.origin is not None and note.origin.line == 6


def test_remote_references_to_private_networks_are_rejected(server: FakeServer) -> None:
    inside = server.publish("/secret.json", object_schema()).replace("127.0.0.1", "localhost")
    write_root_schema(
        server.publish("/pet.json", {"title": "Pet", **object_schema(secret={"$ref": inside})})
    )
    assert "localhost is not public" in load_error().message
    context = RunContext(documents={"earlier.json": document("earlier.json", inside)})
    with pytest.raises(DocmodelsError, match="localhost is not public"):
        load("home.json", LoadOptions(allow_remote=True), context)
    assert server.requests == ["/pet.json", "/pet.json"]


def test_other_text_of_an_input_does_not_open_a_private_network(server: FakeServer) -> None:
    inside = server.publish("/secret.json", object_schema()).replace("127.0.0.1", "localhost")
    outer = server.publish("/pet.json", {"title": "Pet", **object_schema(a={"$ref": inside})})
    for text in ({"servers": [{"url": inside}]}, {"description": f"See {inside}"}):
        write_root_schema(outer)
        schema = json.loads(Path("home.json").read_text())
        Path("home.json").write_text(json.dumps({**schema, **text}))
        assert "localhost is not public" in load_error().message
    assert set(server.requests) == {"/pet.json"}


@pytest.mark.parametrize("form", ['{{"$ref": "{}"}}', "$ref: {}", "'$id' : '{}'", "id: {}"])
def test_a_reference_in_an_input_opens_a_private_network(server: FakeServer, form: str) -> None:
    url = server.publish("/pet.json", object_schema())
    fetcher = remote.RemoteFetcher(
        remote.RemotePolicy(), [document("api.yaml", form.format(url))], []
    )
    assert fetcher.fetch(url) is not None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False),
        ("::ffff:127.0.0.1", False),
        ("::7f00:1", False),
        ("2001:0:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("224.0.1.1", False),
        ("ff0e::1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("no address", False),
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("64:ff9b::808:808", True),
    ],
)
def test_addresses_that_contain_a_private_one_are_not_public(address: str, expected: bool) -> None:
    assert connections.is_public((address, 80)) is expected


def test_the_checked_address_is_the_one_connected_to(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(server.base.rpartition(":")[2])
    server.publish("/pet.json", {"title": "Pet", **object_schema()})
    answers = [[(2, 1, 6, "", ("127.0.0.2", port))], [(2, 1, 6, "", ("127.0.0.1", port))]]
    connected: list[object] = []
    resolve = socket.getaddrinfo

    def rebind(host: str, *arguments: object, **options: object) -> object:
        return answers.pop(0) if host == "api.example" else resolve(host, *arguments, **options)  # type: ignore[arg-type]

    def connect(address: object, *_: object) -> None:
        connected.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr("socket.getaddrinfo", rebind)
    monkeypatch.setattr("socket.create_connection", connect)
    write_root_schema(f"http://api.example:{port}/pet.json")
    assert "Connection refused" in load_error().message
    assert connected == [("127.0.0.2", port)] and len(answers) == 1


def test_a_name_that_does_not_resolve_at_the_check_is_not_resolved_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "resolve", lambda *_: ())
    write_root_schema("http://localhost/pet.json")
    assert "the name of the server does not resolve" in load_error().message


@pytest.mark.parametrize(("limit", "value"), [("MAX_RUN_BYTES", 250), ("MAX_RUN_SECONDS", 0.2)])
def test_all_remote_documents_of_a_run_have_a_limit(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch, limit: str, value: float
) -> None:
    monkeypatch.setattr(remote, limit, value)
    delay = 0.1 if limit == "MAX_RUN_SECONDS" else 0
    fetch = remote._request
    monkeypatch.setattr(remote, "_request", lambda *a: time.sleep(delay) or fetch(*a))
    for number in range(9):
        schema = object_schema(next={"$ref": f"/{number + 1}"})
        server.publish(f"/{number}", {"title": f"T{number}", **schema})
    write_root_schema(f"{server.base}/0")
    assert "together" in load_error().message
    assert 1 < len(server.requests) < 9


def test_a_remote_document_reads_no_local_file(server: FakeServer) -> None:
    Path("secret.json").write_text('{"title": "Secret", "type": "object"}')
    ref = {"$ref": Path("secret.json").absolute().as_uri()}
    write_root_schema(server.publish("/pet.json", {"title": "Pet", **object_schema(a=ref)}))
    assert load_names() == ["Home", "Pet"]


def test_urls_with_credentials_or_invalid_ports_are_rejected(server: FakeServer) -> None:
    write_root_schema(server.base.replace("//", "//me:pass@") + "/pet.json")
    assert "it contains a user name" in load_error().message
    write_root_schema("http://127.0.0.1:port/pet.json")
    assert load_error().rule.name == "remote-failure"


def test_refused_connections_are_reported(server: FakeServer) -> None:
    write_root_schema("http://127.0.0.1:1/pet.json")
    assert "Connection refused" in load_error().message


def test_number_of_remote_documents_is_limited(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "MAX_DOCUMENTS", 3)
    for number in range(9):
        server.publish(
            f"/{number}", {"title": f"T{number}", **object_schema(next={"$ref": f"/{number + 1}"})}
        )
    write_root_schema(f"{server.base}/0")
    note = load_error()
    assert (
        note.message == f"cannot fetch {server.base}/3: the run needs more than 3 remote documents"
    )
    assert note.origin is not None and note.origin.file == f"{server.base}/2"


def test_invalid_remote_content_is_reported_with_its_url(server: FakeServer) -> None:
    server.pages["/pet.json"] = b"<html>"
    write_root_schema(f"{server.base}/pet.json")
    note = load_error()
    assert note.rule.name == "unreadable-input"
    assert note.origin is not None and note.origin.file == f"{server.base}/pet.json"
    server.pages["/pet.json"] = b"\xff"
    assert "is not UTF-8 text: byte 0xff at 0" in load_error().message


# --- the command line ------------------------------------------------------------------------------

ARGUMENTS = ("home.json", "-o", "a.py", "--allow-remote")


def test_generate_writes_the_lock_and_check_does_not(server: FakeServer) -> None:
    write_root_schema(url := server.publish("/pet.json", {"title": "Pet", **object_schema()}))
    assert run_cli("inspect", "home.json", "--allow-remote").exit_code == 0
    assert not Path("docmodels.lock").exists(), "inspect writes nothing"
    result = run_cli("check", *ARGUMENTS)
    assert result.exit_code == 2
    assert f"error[lock-mismatch]: {url} is not in docmodels.lock" in result.stderr
    assert run_cli("generate", *ARGUMENTS).exit_code == 0
    assert run_cli("check", *ARGUMENTS).exit_code == 0
    assert "class Pet(" in Path("a.py").read_text()


def test_lock_mismatch_fails_and_writes_nothing(server: FakeServer) -> None:
    write_root_schema(server.publish("/pet.json", {"title": "Pet", **object_schema()}))
    run_cli("generate", *ARGUMENTS)
    before = {path: path.read_text() for path in Path().iterdir()}
    server.publish("/pet.json", {"title": "Cat", **object_schema()})
    for command in ("generate", "check"):
        result = run_cli(command, *ARGUMENTS)
        assert result.exit_code == 2
        assert "error[lock-mismatch]" in result.stderr
        assert "--> home.json:6:13" in result.stderr
    assert {path: path.read_text() for path in Path().iterdir()} == before
    assert run_cli("generate", *ARGUMENTS, "--update-lock").exit_code == 0
    assert "class Cat(" in Path("a.py").read_text()
    assert run_cli("check", *ARGUMENTS).exit_code == 0


def test_strict_failure_writes_no_lock(server: FakeServer) -> None:
    pet = {"title": "Pet", **object_schema(tag={"$ref": "#/$defs/Nowhere"})}
    write_root_schema(server.publish("/pet.json", pet))
    assert run_cli("generate", *ARGUMENTS, "--strict").exit_code == 1
    assert not Path("docmodels.lock").exists()


def test_pyproject_allow_remote_needs_explicit_update_lock(server: FakeServer) -> None:
    write_root_schema(server.publish("/pet.json", {"title": "Pet", **object_schema()}))
    settings = 'inputs = ["home.json"]\noutput = "a.py"\nallow-remote = true\n'
    Path("pyproject.toml").write_text(f"[tool.docmodels]\n{settings}")
    assert run_cli("generate").exit_code == 0
    server.publish("/pet.json", {"title": "Cat", **object_schema()})
    assert run_cli("generate").exit_code == 2
    assert run_cli("generate", "--update-lock").exit_code == 0
    assert "class Cat(" in Path("a.py").read_text()


def test_update_lock_needs_allow_remote() -> None:
    write_root_schema("#")
    result = run_cli("generate", "home.json", "-o", "a.py", "--update-lock")
    assert result.exit_code == 2
    assert "--update-lock requires --allow-remote" in result.stderr


def test_outputs_of_one_run_share_the_lock() -> None:
    path = Path("docmodels.lock")

    def lock(**pins: str) -> str:
        return json.dumps({"sha256": pins})

    before = lock(kept="1", replaced="1", removed="1")
    first = Change(path, before, lock(kept="1", replaced="2", removed="1", added="1"))
    second = Change(path, before, lock(kept="1", replaced="1", other="1"))
    (merged,) = remote.merge_lock_changes([first, second])
    assert (merged.path, merged.before) == (path, before)
    pins = json.loads(merged.after or "")["sha256"]
    assert pins == {"added": "1", "kept": "1", "other": "1", "replaced": "2"}
    assert remote.merge_lock_changes([first]) == (first,)


def test_outputs_of_several_processes_share_the_lock(server: FakeServer) -> None:
    urls = [server.publish(f"/{name}.json", {"type": "string"}) for name in ("a", "b")]
    settings = "allow-remote = true\n"
    for number, url in enumerate(urls):
        schema = {"title": f"Root{number}", "properties": {"item": {"$ref": url}}}
        Path(f"root{number}.json").write_text(json.dumps(schema))
        settings += f'[[modules]]\ninputs = ["root{number}.json"]\noutput = "out{number}.py"\n'
    Path("docmodels.toml").write_text(settings)
    result = CliRunner().invoke(cli, ["generate", "--jobs", "2"])
    assert result.exit_code == 0, result.output
    lock = Path("docmodels.lock").read_text()
    assert list(json.loads(lock)["sha256"]) == sorted(urls)
    server.publish("/b.json", {"type": "integer"})
    result = CliRunner().invoke(cli, ["generate", "--jobs", "2", "--force"])
    assert (result.exit_code, Path("docmodels.lock").read_text()) == (2, lock)
    assert "lock-mismatch" in result.stderr


# --- servers that never end ------------------------------------------------------------------------

BEGINNINGS = {
    "informational responses": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a header": (b"HTTP/1.1 200 OK\r\nA: ", b"a"),
    "trailers": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"A: b\r\n"),
    "a text": (b"HTTP/1.1 200 OK\r\n\r\n{}", b" "),
    "the length of a chunk": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
}


@pytest.mark.parametrize("name", BEGINNINGS)
def test_a_response_without_an_end_ends_with_the_time(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part comes soon, so that no timeout of the socket ends the response."""
    monkeypatch.setattr(remote, "MAX_SECONDS", 1.0)
    beginning, part = BEGINNINGS[name]
    is_over = threading.Event()

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1000)
            connection.sendall(beginning)
            while not is_over.wait(0.05):
                try:
                    connection.sendall(part)
                except OSError:
                    break

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        write_root_schema(f"http://127.0.0.1:{listener.getsockname()[1]}/pet.json")
        note = load_error()
        is_over.set()
    assert note.rule.name == "remote-failure"
    assert note.message.endswith("it takes longer than 1 seconds")
