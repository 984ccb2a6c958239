"""The root folder of documentation pages: the folder of the SDK that they belong to."""

from __future__ import annotations

from typing import Final

DOCUMENTATION_FOLDERS: Final = frozenset({"doc", "docs", "documentation"})
"""Where generators put pages: OpenAPI Generator `docs`, APIMatic `doc`, liblab `documentation`."""


def page_root(path: str) -> str:
    """Return the folder above the last documentation folder of a path; empty if there is none.

    Everything below one documentation folder belongs to one SDK, whatever the names of the folders
    inside (`docs/models/components`). Pages outside of such a folder are of one root, because
    nothing shows where one SDK ends and the next begins.
    """
    folders = path.replace("\\", "/").split("/")[:-1]
    for index in range(len(folders) - 1, -1, -1):
        if folders[index].lower() in DOCUMENTATION_FOLDERS:
            return "/".join(folders[:index]) or "."
    return ""
