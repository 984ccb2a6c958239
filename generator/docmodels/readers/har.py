"""Read the JSON bodies of an HTTP archive (HAR 1.2, sections `entries`, `postData`, `content`)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from msgspec import Struct

from docmodels.ir import Json, is_list, is_object

_JSON_TYPE = re.compile(r"(?:application|text)/(?:[\w.-]+\+)?json", re.I)
_LINES_TYPE = re.compile(r"(?:application|text)/(?:x-)?(?:ndjson|jsonl|jsonlines)", re.I)


class Body(Struct, frozen=True):
    """A body with a JSON content type: its text, None if its base64 or its encoding is invalid."""

    text: str | None
    is_lines: bool = False

    def __repr__(self) -> str:
        """Return a text without the payload, which may have secrets."""
        return f"Body(is_lines={self.is_lines})"


def is_har(value: Json) -> bool:
    """Whether a JSON document is an HTTP archive."""
    log = value.get("log") if is_object(value) else None
    return is_object(log) and is_list(log.get("entries"))


def json_bodies(har: Json) -> Iterator[Body]:
    """Yield the bodies of requests and responses with a JSON content type, in order.

    Bodies that the archive does not contain are skipped, as are parts of another structure.
    """
    for entry in har["log"]["entries"]:
        for parts in (("request", "postData"), ("response", "content")):
            content = entry
            for part in parts:
                content = content.get(part) if is_object(content) else None
            if is_object(content) and (body := _read_body(content)) is not None:
                yield body


def _read_body(content: dict[str, Json]) -> Body | None:
    kind, text = content.get("mimeType"), content.get("text")
    if not isinstance(kind, str) or not isinstance(text, str) or not text.strip():
        return None
    kind = kind.partition(";")[0].strip()
    is_lines = _LINES_TYPE.fullmatch(kind) is not None
    if not is_lines and _JSON_TYPE.fullmatch(kind) is None:
        return None
    return Body(_decode(text) if content.get("encoding") == "base64" else text, is_lines)


def _decode(text: str) -> str | None:
    try:
        return base64.b64decode(text).decode()
    except ValueError:
        return None
