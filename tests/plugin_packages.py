"""Put a package of `tests/plugins` on the path with its entry points, as its installation would."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parent / "plugins"


def install(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare the entry points of the package `name` in `folder`, and put both on the path."""
    project = tomllib.loads((PLUGINS / name / "pyproject.toml").read_text("utf-8"))["project"]
    metadata = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    lines = [
        line
        for group, entries in project["entry-points"].items()
        for line in (f"[{group}]", *(f"{entry} = {value}" for entry, value in entries.items()))
    ]
    (metadata / "entry_points.txt").write_text("\n".join(lines))
    monkeypatch.syspath_prepend(folder)
    monkeypatch.syspath_prepend(PLUGINS / name)
