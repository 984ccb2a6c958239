"""The limits on documents. They are lower than those of the parsers, which differ by version."""

from __future__ import annotations

from typing import Final

MAX_DEPTH: Final = 150
"""The maximum nesting of a document; every later step may recurse that deep."""

MAX_ALIASED: Final = 100_000
"""The maximum size that aliases (`*name`) may add to a document: nodes, and hundreds of characters."""

MAX_REFERENCE_HOPS: Final = 50
"""The maximum length of a chain of references between objects that are not schemas."""
