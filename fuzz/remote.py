"""Remote: whatever a server answers, a run ends in time, and opens no connection that it may not open.

References of an input lead to a server of this process, on 127.0.0.1. It answers with documents, redirects and
status codes, of which parts are changed, left out or repeated, as bytes: the head of a response too.
"""

from __future__ import annotations

import json
import random
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial

import docmodels
from docmodels.io import remote
from fuzz.findings import BrokenPromiseError
from fuzz.mutation import TEXT_CHANGES, change_file
from fuzz.payloads import payload
from fuzz.seeds import Files, place_in_data, seeds
from fuzz.trial import emptied, time_limit, waiting_limit, working_in, write_files

SECONDS = 2.0
"""What a document may take: no answer of this server needs more."""
PLACE = "place of a reference"


def try_input(rng: random.Random) -> str:
    """Load an input whose references lead to the server; return what became of it."""
    files = dict(seeds()[rng.choice(("json-schema", "openapi", "swagger"))])
    folder = emptied("in")
    chance = random.Random(rng.random())  # noqa: S311  no secret
    answer = partial(_answer, chance, dict(files))
    with serving(answer) as address:
        for _ in range(rng.choice((1, 2))):
            _refer(
                files, f"{address}/{rng.choice(('a.json', 'b/c.yaml', 'é', '%00', '?a#/b'))}", rng
            )
        write_files(files, folder)
        with working_in(folder), time_limit(), waiting_limit(), limited(), watching(address):
            try:
                docmodels.load(sorted(files), allow_remote=True, notes=[])
            except docmodels.DocmodelsError as error:
                return f"refused: {error.note.rule.name}"
    return "written"


def _refer(files: dict[str, str], address: str, rng: random.Random) -> None:
    """Put a reference in the place of a value."""
    name = rng.choice(list(files))
    text = place_in_data(files[name], PLACE, rng)
    if f'"{PLACE}":' not in text:
        files[name] = text.replace(f'"{PLACE}"', json.dumps({"$ref": address}), 1)


# --- answers ---------------------------------------------------------------------------------------


def _answer(rng: random.Random, files: Files, address: str) -> Iterator[bytes]:
    """Yield the parts of a response."""
    head, body = _response(rng, files, address)
    if rng.random() < 0.4:
        text = head.decode("latin-1")
        for _ in range(rng.choice((1, 2, 5))):
            text = rng.choice(TEXT_CHANGES)(text, rng)
        head = text.encode("latin-1", "replace")
    yield head + b"\r\n" + body
    if rng.random() < 0.02:
        part = rng.choice((b"a", b"\r\n", b"A: b\r\n", b"0\r\n"))
        while True:
            yield part


def _response(rng: random.Random, files: Files, address: str) -> tuple[bytes, bytes]:
    """Return the head of a response without its last line, and the body."""
    changed = dict(files)
    if rng.random() < 0.5:
        change_file(changed, rng)
    body = changed[rng.choice(list(changed))].encode("utf-8", "surrogatepass")
    status = rng.choice(
        ("200 OK",) * 6
        + ("404 Not Found", "410 Gone", "500 Error", "304 Not Modified", "100 Continue")
    )
    headers = [f"Content-Length: {len(body)}", "Content-Type: application/json"]
    match rng.randrange(6):
        case 0:
            status = rng.choice(
                ("301 Moved", "302 Found", "303 Other", "307 Again", "308 Moved", "300 Many")
            )
            headers.append(f"Location: {rng.choice(_targets(address, rng))}")
        case 1:
            headers[0] = "Transfer-Encoding: chunked"
            middle = rng.randrange(len(body) + 1)
            parts = (body[:middle], body[middle:])
            body = (
                b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts if part)
                + b"0\r\n\r\n"
            )
        case 2:
            headers[0] = (
                f"Content-Length: {rng.choice(('-1', '9' * 30, 'x', '', len(body) + 9, 3))}"
            )
        case 3:
            headers.append(f"{payload(rng)}: {payload(rng)}")
        case _:
            pass
    lines = "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status}", *headers))
    return lines.encode("utf-8", "surrogatepass"), body


def _targets(address: str, rng: random.Random) -> tuple[str, ...]:
    """Return where a redirect may lead."""
    return (
        "/b.json", "b.json", f"{address}/c", "//127.0.0.1:9/a", "http://localhost:9/a", "http://[", "http://[::1]:9/a",
        "file:///etc/passwd", "ftp://127.0.0.1/", "http://127.0.0.1:99999/", "http://a@127.0.0.1/", "http://\u0130/",
        "http://169.254.169.254/", "", "?", "#", "http:", "http://" + "a" * 300 + "/", "https://127.0.0.1:9/", payload(rng),
    )  # fmt: skip


# --- the server ------------------------------------------------------------------------------------


class _Server:
    """The answers of this process: a thread accepts connections until the process ends."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.answer: Callable[[str], Iterator[bytes]] = lambda _: iter(())
        threading.Thread(target=self.run, daemon=True).start()

    def run(self) -> None:
        """Answer one connection after the other."""
        while True:
            connection, _ = self.listener.accept()
            with connection, suppress(OSError):
                connection.settimeout(SECONDS * 2)
                connection.recv(65536)
                for part in self.answer(self.address):
                    connection.sendall(part)


@cache
def _server() -> _Server:
    return _Server()


@contextmanager
def serving(answer: Callable[[str], Iterator[bytes]]) -> Iterator[str]:
    """Let the server answer; yield its address."""
    server = _server()
    server.answer = answer
    yield server.address
    server.answer = lambda _: iter(())


@contextmanager
def watching(address: str) -> Iterator[None]:
    """Raise `BrokenPromiseError` if there is a connection to anything but the server."""
    _connections().clear()
    yield
    port = int(address.rpartition(":")[2])
    if foreign := [place for place in _connections() if place != ("127.0.0.1", port)]:
        raise BrokenPromiseError(f"connections to {foreign}")


@cache
def _connections() -> list[object]:
    """Return the list to which a hook, that cannot be removed, adds the places of all connections."""
    places: list[object] = []

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if event == "socket.connect":
            places.append(arguments[1])

    sys.addaudithook(audit)
    return places


@contextmanager
def limited() -> Iterator[None]:
    """Make the limits of a document and of a run small."""
    limits = {"MAX_SECONDS": SECONDS, "MAX_BYTES": 1_000_000, "MAX_DOCUMENTS": 20}
    originals = {name: getattr(remote, name) for name in limits}
    for name, value in limits.items():
        setattr(remote, name, value)
    try:
        yield
    finally:
        for name, value in originals.items():
            setattr(remote, name, value)
