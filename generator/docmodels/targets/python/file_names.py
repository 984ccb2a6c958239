"""Name the modules of a package so that every file system can hold them."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import Final

from docmodels.targets.plan.identifiers import assign_names, snake
from docmodels.targets.plan.reserved_names import ANNOTATION_BUILTINS


def assign_file_names(names: Iterable[str]) -> dict[str, str]:
    """Map the name of each definition to the unique name of its module, without suffix."""
    return assign_names(names, _file_name, _RESERVED.__contains__)


def _file_name(name: str) -> str:
    """Convert to `snake_case`; cut a long name, which then ends in a digest of the whole.

    Names that are equal without case (Unicode's full case folding) are equal here too: some file
    systems do not distinguish them.
    """
    folded = unicodedata.normalize("NFKC", snake(name).casefold())
    if len(folded.encode()) <= MAX_FILE_NAME_BYTES:
        return folded
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    start = folded.encode()[:MAX_FILE_NAME_BYTES].decode(errors="ignore")
    return f"{start.rstrip('_')}_{digest}"


MAX_FILE_NAME_BYTES: Final = 120
"""Most file systems allow 255 with the suffix, and Windows 260 for a whole path."""

_RESERVED: Final = ANNOTATION_BUILTINS | {
    *("con", "prn", "aux", "nul"),
    *(f"{device}{number}" for device in ("com", "lpt") for number in range(10)),
}
"""Names that hide a builtin, or that are devices of Windows whatever their suffix."""
