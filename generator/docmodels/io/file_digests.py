"""Digests of the bytes of files, by which a run knows that a file has not changed."""

from __future__ import annotations

from hashlib import blake2b


def digest_of(raw: bytes) -> str:
    """Return a digest of the bytes of a file."""
    return blake2b(raw, digest_size=20).hexdigest()
