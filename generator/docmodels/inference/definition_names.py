"""Infer the name of a schema from the name of its page's file."""

from __future__ import annotations

import re

from msgspec import Struct

from docmodels.inference.inference import Inference, Source
from docmodels.ir.drafts import normalize_name

MAX_AFFIX_LENGTH = 12
"""Longer additions are words of another name, not a prefix such as `Model` or of a company."""
MIN_FILES = 5
"""In fewer files, most names agree by chance."""
MIN_MATCHING_SHARE = 0.8
"""If most files have the name of their class, a file with another name has it for a reason."""

_PLAIN = re.compile(r"\w+")


class PageName(Struct, frozen=True):
    """The class name on a page and the name of its file.

    `is_taken`: another page has the file's name as its class name. `file_count` is the number of
    files, and `matching_count` of those that have the name of a class.
    """

    class_name: str
    file_name: str
    is_taken: bool
    file_count: int
    matching_count: int


def _infer(page: PageName) -> str | None:
    """Return the file name if it is the name of the schema; None if the class name is."""
    class_key, file_key = normalize_name(page.class_name), normalize_name(page.file_name)
    if (
        class_key == file_key
        or not file_key
        or page.is_taken
        or not _PLAIN.fullmatch(page.file_name)
    ):
        return None
    has_affix = class_key.endswith(file_key) or class_key.startswith(file_key)
    if has_affix and len(class_key) - len(file_key) <= MAX_AFFIX_LENGTH:
        return page.file_name
    is_rule = (
        page.file_count >= MIN_FILES and page.matching_count > MIN_MATCHING_SHARE * page.file_count
    )
    return page.file_name if is_rule else None


DEFINITION_NAMES = Inference(
    name="definition-names",
    title="A page whose file has another name than its class has the name of the file.",
    evidence=((Source.PATTERN, "the names of the class, of the file, and of all other files"),),
    threshold=(
        f"the class name is the file name with at most {MAX_AFFIX_LENGTH} letters more (a prefix or "
        f"suffix), or of at least {MIN_FILES} files more than {MIN_MATCHING_SHARE:.0%} have the name "
        "of a class; no other page has the name"
    ),
    infer=_infer,
)
