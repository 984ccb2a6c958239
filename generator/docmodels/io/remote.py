"""Fetch and pin the remote documents that references lead to, if the user allows it.

`docmodels.lock` holds the SHA-256 of each document when it was first fetched; a document with
another SHA-256 is refused. No other module opens connections.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias
from urllib.parse import urldefrag, urljoin, urlsplit

import msgspec
from msgspec import Struct

from docmodels.diagnostics.documents import Document, document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import LOCK_MISMATCH, REMOTE_FAILURE, REMOTE_REF, UNREADABLE_INPUT
from docmodels.io.output_files import Change

if TYPE_CHECKING:
    from docmodels.io.connections import Address

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_SECONDS: Final = 30.0
MAX_REDIRECTS: Final = 5
MAX_DOCUMENTS: Final = 500
MAX_RUN_BYTES: Final = 256 * 1024 * 1024
MAX_RUN_SECONDS: Final = 300.0
"""What all documents of a run may have together."""

LockMode: TypeAlias = Literal["append", "update", "frozen"]
"""How a run changes the lock: `append` adds new addresses, `update` also replaces the pins of
fetched documents, `frozen` changes no pin and refuses addresses that have none."""


class RemotePolicy(Struct, frozen=True):
    """Permission to fetch remote documents: `lock_path` is the file that pins them."""

    lock_path: Path = Path("docmodels.lock")
    lock_mode: LockMode = "append"


class RemoteFetcher:
    """Fetch the remote documents of one run and compare each with its pin in the lock.

    `inputs` are the documents of the caller: only their references and identifiers may lead to
    addresses that are not public.
    """

    def __init__(self, policy: RemotePolicy, inputs: Iterable[Document], notes: list[Note]) -> None:
        self._policy = policy
        self._inputs = tuple(inputs)
        self._notes = notes
        self._pins = _read_lock(policy.lock_path)
        self._digests: dict[str, str] = {}
        self._fetched: list[Document] = []
        self._bytes = 0
        self._seconds = 0.0

    def fetch(self, url: str) -> Document | None:
        """Fetch the document at `url`; its path is the address after redirects.

        None if the server answers 404 or 410. Raises `DocmodelsError`: `remote-failure` if the
        fetch fails, `lock-mismatch` if the document differs from its pin or has none in `frozen`
        mode, `unreadable-input` if it is not UTF-8.
        """
        pinned = self._pins.get(url)
        if pinned is None and self._policy.lock_mode == "frozen":
            help = "run `docmodels generate` to pin it, review it, and commit the lock"
            message = f"{url} is not in {self._policy.lock_path}"
            raise DocmodelsError(LOCK_MISMATCH.at(None, message, help))
        if len(self._digests) >= MAX_DOCUMENTS:
            raise _fetch_error(url, f"the run needs more than {MAX_DOCUMENTS} remote documents")
        response = self._follow_within_limits(url)
        if response is None:
            if pinned is not None and self._policy.lock_mode != "update":
                raise self._mismatch_error(url, "has disappeared")
            message = f"{url} does not exist; references to it accept any value"
            self._notes.append(REMOTE_REF.at(None, message, "correct the reference"))
            self._digests[url] = ""
            return None
        address, body = response
        self._digests[url] = digest = hashlib.sha256(body).hexdigest()
        if pinned not in (None, digest) and self._policy.lock_mode != "update":
            raise self._mismatch_error(url, "has changed")
        document = _decode(address, body)
        self._fetched.append(document)
        return document

    def fetch_input(self, url: str) -> Document:
        """Fetch a document that the user names. Raises as `fetch` does, and if there is none."""
        notes_before = len(self._notes)
        if document := self.fetch(url):
            return document
        del self._notes[notes_before:]  # the one about references to a missing document
        raise _fetch_error(url, "there is no such document")

    def lock_text(self) -> str:
        """Return the text of the lock file after this run; empty if there are no pins."""
        pins = {url: digest for url, digest in {**self._pins, **self._digests}.items() if digest}
        if not pins and not self._pins:
            return ""
        return lock_text(pins)

    def _mismatch_error(self, url: str, change: str) -> DocmodelsError:
        help = "review its content, then accept it with --update-lock"
        message = f"{url} {change} since it was pinned in {self._policy.lock_path}"
        return DocmodelsError(LOCK_MISMATCH.at(None, message, help))

    def _follow_within_limits(self, url: str) -> tuple[str, bytes] | None:
        """Fetch `url` if the limits of the run are not exceeded."""
        start = time.monotonic()
        try:
            response = self._follow_redirects(url, start + MAX_SECONDS)
        finally:
            self._seconds += time.monotonic() - start
        self._bytes += len(response[1]) if response else 0
        if self._bytes > MAX_RUN_BYTES:
            size = MAX_RUN_BYTES // 1024**2
            raise _fetch_error(url, f"the remote documents are larger than {size} MiB together")
        if self._seconds > MAX_RUN_SECONDS:
            seconds = f"{MAX_RUN_SECONDS:.0f} seconds"
            raise _fetch_error(url, f"the remote documents take longer than {seconds} together")
        return response

    def _follow_redirects(self, url: str, deadline: float) -> tuple[str, bytes] | None:
        """Fetch `url` and follow redirects; None if there is no document.

        Returns the address after redirects, which is the base URI of the document (RFC 3986,
        section 5.1.3), and the content.
        """
        from docmodels.io.connections import open_url

        address = url
        for _ in range(MAX_REDIRECTS + 1):
            netloc, addresses = self._check_url(url, address)
            response = _request(
                url, partial(open_url, address, netloc, addresses, deadline), deadline
            )
            if not isinstance(response, str):
                return None if response is None else (address, response)
            try:
                target = urldefrag(urljoin(address, response)).url
            except ValueError as error:
                raise _fetch_error(url, f"it redirects to no address: {error}") from error
            if address.startswith("https:") and not target.startswith("https:"):
                raise _fetch_error(url, f"it redirects from https to {target}")
            address = target
        raise _fetch_error(url, f"it redirects more than {MAX_REDIRECTS} times")

    def _check_url(self, url: str, address: str) -> tuple[str, Sequence[Address]]:
        """Return the host and port of a URL as written, and the addresses to connect to.

        Raises `DocmodelsError` for a URL that is not plain http(s), or that leads to a private
        network and not from an input (server-side request forgery).
        """
        from docmodels.io.connections import PORTS, is_public, resolve

        try:
            parts = urlsplit(address)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise _fetch_error(url, str(error)) from error
        if parts.scheme not in ("https", "http") or not host:
            raise _fetch_error(url, f"{address} is not an http or https address")
        if parts.username is not None:
            raise _fetch_error(url, "it contains a user name; keep secrets out of references")
        if parts.scheme == "http" and self._is_downgrade(parts.netloc):
            raise _fetch_error(url, "a document that was fetched with https leads to it")
        addresses = resolve(host, port or PORTS[parts.scheme])
        if not all(map(is_public, addresses)) and not _any_refers(
            self._inputs, "https?", parts.netloc
        ):
            raise _fetch_error(url, f"{host} is not public, and no reference in an input names it")
        return parts.netloc, addresses

    def _is_downgrade(self, netloc: str) -> bool:
        """Whether only documents that were fetched with https refer to a host with http."""
        secure = [document for document in self._fetched if document.path.startswith("https:")]
        others = [document for document in self._fetched if not document.path.startswith("https:")]
        return _any_refers(secure, "http", netloc) and not _any_refers(
            (*self._inputs, *others), "http", netloc
        )


def _any_refers(documents: Iterable[Document], scheme: str, netloc: str) -> bool:
    """Whether a keyword in one of the documents leads to a host."""
    start = rf"""["']?(?:\$ref|\$dynamicRef|\$id|\bid)["']?\s*+:\s*+["']?{scheme}://"""
    reference = re.compile(start + re.escape(netloc) + r"(?![\w.:-])", re.I)
    return any(reference.search(document.text) for document in documents)


def _read_lock(lock_path: Path) -> dict[str, str]:
    reason: Exception | str = "it is not a regular file"
    if lock_path.is_file() or not lock_path.exists():
        try:
            return msgspec.json.decode(lock_path.read_bytes(), type=_Lock).sha256
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, UnicodeError) as error:
            reason = error
    help = "fix it, or delete it to pin all documents again"
    raise DocmodelsError(UNREADABLE_INPUT.at(None, f"cannot read {lock_path}: {reason}", help))


def merge_lock_changes(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Merge the changes of several outputs to one lock file: each adds, replaces or removes pins."""
    if len(changes) < 2:
        return tuple(changes)
    before = _pins(changes[0].before)
    merged = dict(before)
    for after in (_pins(change.after) for change in changes):
        merged.update((url, pin) for url, pin in after.items() if before.get(url) != pin)
        for url in before.keys() - after.keys():
            merged.pop(url, None)
    return (Change(changes[0].path, changes[0].before, lock_text(merged)),)


def _pins(text: str | None) -> dict[str, str]:
    return msgspec.json.decode(text, type=_Lock).sha256 if text else {}


def lock_text(pins: Mapping[str, str]) -> str:
    """Return the text of a lock file with these pins: SHA-256 by address."""
    comment = "Generated by docmodels: SHA-256 of remote documents."
    return json.dumps({"comment": comment, "sha256": dict(sorted(pins.items()))}, indent=2) + "\n"


class _Lock(msgspec.Struct, frozen=True):
    sha256: dict[str, str]


def _request(url: str, open: Callable[[], Any], deadline: float) -> bytes | str | None:
    """Send one request: the content, the address of a redirect, or None for 404 and 410."""
    from http.client import HTTPException
    from urllib.error import HTTPError

    try:
        with open() as response:
            return _read(url, response, deadline)
    except HTTPError as error:
        location = error.headers.get("Location")
        if error.code in (301, 302, 303, 307, 308) and location:
            return str(location)
        if error.code in (404, 410):
            return None
        raise _fetch_error(url, f"{error.code} {error.reason}") from error
    except (OSError, HTTPException, ValueError) as error:
        _check_time(url, deadline)
        raise _fetch_error(url, str(getattr(error, "reason", "") or error)) from error


def _read(url: str, response: Any, deadline: float) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := response.read1(65536):
        chunks.append(chunk)
        size += len(chunk)
        if size > MAX_BYTES:
            raise _fetch_error(url, f"it is larger than {MAX_BYTES // 1024**2} MiB")
        _check_time(url, deadline)
    _check_time(url, deadline)  # at the deadline the connection ends, and with it the response
    if response.length:
        raise _fetch_error(url, "the response is incomplete")
    return b"".join(chunks)


def _check_time(url: str, deadline: float) -> None:
    if time.monotonic() >= deadline:
        raise _fetch_error(url, f"it takes longer than {MAX_SECONDS:g} seconds")


def _decode(address: str, body: bytes) -> Document:
    try:
        return document(address, body.decode())
    except UnicodeDecodeError as error:
        message = f"{address} is not UTF-8 text: byte 0x{body[error.start]:02x} at {error.start}"
        raise DocmodelsError(UNREADABLE_INPUT.at(None, message)) from error


def _fetch_error(url: str, reason: str) -> DocmodelsError:
    help = "correct the reference, or omit --allow-remote: the reference then accepts any value"
    return DocmodelsError(REMOTE_FAILURE.at(None, f"cannot fetch {url}: {reason}", help))
