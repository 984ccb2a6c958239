"""Documents whose text is forgotten after reading, and read again to quote a line of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docmodels.diagnostics.documents import Document, document
from docmodels.io.file_digests import digest_of


@dataclass(frozen=True)
class FileDocument(Document):
    """A document in a file; `digest` is that of the bytes of the file.

    After `forget`, each use of `text` reads the file; the text is empty if the file has changed since.
    """

    digest: str = ""

    def forget(self) -> None:
        """Release the memory of the text and of its lines."""
        for name in ("text", "lines"):
            self.__dict__.pop(name, None)

    def __getattr__(self, name: str) -> str:
        """Return the text after it was forgotten."""
        if name != "text":
            raise AttributeError(name)
        try:
            with open(self.path, "rb") as file:
                raw = file.read()
        except (OSError, ValueError):
            return ""
        return document(self.path, raw.decode()).text if digest_of(raw) == self.digest else ""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what creates the document in another process, with its text if that is known."""
        return _restored, (self.path, self.__dict__.get("text"), self.is_foreign, self.digest)


def _restored(path: str, text: str | None, is_foreign: bool, digest: str) -> FileDocument:
    restored = FileDocument(path, text or "", is_foreign, digest)
    if text is None:
        restored.forget()
    return restored


def file_document(path: str, raw: bytes) -> FileDocument:
    """Create the document of a file from its bytes. Raises `UnicodeDecodeError`."""
    return FileDocument(path, document(path, raw.decode()).text, digest=digest_of(raw))
