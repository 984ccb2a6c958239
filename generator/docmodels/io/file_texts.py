"""Texts of files that are forgotten after reading, and read again to quote a line."""

from __future__ import annotations

from docmodels.diagnostics.documents import Document, document
from docmodels.io.file_digests import digest_of


class FileText:
    """The text of the file at `path`, whose bytes have the digest `digest`.

    After `forget`, each use of `text` reads the file; it is empty if the file has changed since.
    """

    def __init__(self, path: str, text: str, digest: str) -> None:
        self.path = path
        self.digest = digest
        self._text: str | None = text

    @property
    def text(self) -> str:
        """The text, as `document` makes it of the bytes."""
        return self._read() if self._text is None else self._text

    def forget(self) -> None:
        """Release the memory of the text."""
        self._text = None

    def _read(self) -> str:
        try:
            with open(self.path, "rb") as file:
                raw = file.read()
        except (OSError, ValueError):
            return ""
        return document(self.path, raw.decode()).text if digest_of(raw) == self.digest else ""

    def __eq__(self, other: object) -> bool:
        """Whether both are the text of the same bytes of the same file."""
        if not isinstance(other, FileText):
            return NotImplemented
        return (self.path, self.digest) == (other.path, other.digest)

    def __hash__(self) -> int:
        """Return the hash of the path and the digest."""
        return hash((self.path, self.digest))


def file_document(path: str, raw: bytes) -> Document:
    """Create the document of a file from its bytes. Raises `UnicodeDecodeError`."""
    return Document(path, FileText(path, document(path, raw.decode()).text, digest_of(raw)))
