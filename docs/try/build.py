"""Build the page on which docmodels runs in the browser: `python docs/try/build.py OUT`.

The folder OUT can be served by any static server. It has the files of this folder, Pyodide from npm,
and archives of the package and of what it needs at run time:

* the pure Python files of the distributions that are installed beside docmodels;
* the wheels for Pyodide that PyPI has, in the same versions, of the distributions that are compiled;
* `rpds.py` of this folder in place of `rpds-py`, which has no such wheel.

It needs npm, pip and `build`, and the network to fetch Pyodide and the wheels.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from html import escape
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

from docmodels.config.version import __version__
from docmodels.html_report.page import script_sources, style_sources
from docmodels.targets import TARGETS, Validation

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
PYODIDE: Final = "314.0.7"
PYODIDE_FILES: Final = (
    *("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"),
    *("python_stdlib.zip", "pyodide-lock.json"),
)
COMPILED: Final = ("msgspec", "pydantic-core")
"""The distributions of which a wheel for Pyodide is fetched."""
REPLACED: Final = {"rpds-py": HERE / "rpds.py"}
"""The distributions without such a wheel, and the module that stands in for each."""
FALLBACKS: Final = ("black", "markupsafe", "pytokens", "pyyaml")
"""The distributions that are compiled too, and work without it: only their Python files are packed."""
OWN: Final = "docmodels"
ENVIRONMENT: Final = {
    "sys_platform": "emscripten",
    "platform_system": "Emscripten",
    "platform_machine": "wasm32",
    "os_name": "posix",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "python_version": "3.14",
    "python_full_version": "3.14.2",
    "extra": "",
}
"""The environment of Pyodide, for the markers of requirements."""
WHEEL_TAGS: Final = (
    *("--platform", "pyemscripten_2026_0_wasm32", "--python-version", "3.14"),
    *("--implementation", "cp", "--abi", "cp314", "--abi", "abi3", "--abi", "none"),
)
STATIC: Final = ("try.js", "worker.js", "try.css")
EXAMPLES: Final = {
    "specification": ROOT / "schemas" / "samples" / "openapi",
    "pages": ROOT / "schemas" / "samples" / "tasks",
}
VALIDATION_TITLES: Final = {
    Validation.NATURAL: "as plain pydantic",
    Validation.STRICT: "JSON's types kept apart",
    Validation.EXACT: "every keyword",
}


def build(output: Path) -> None:
    """Write the page and all its files to a folder. Raises `CalledProcessError` if a tool fails."""
    archives = output / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        _fetch_pyodide(Path(folder), output / "pyodide")
        _build_wheel(Path(folder))
        needed = list(requirements(OWN))
        _fetch_wheels([d for d in needed if _name(d) in COMPILED], archives)
        _pack(needed, Path(folder), archives / "packages.zip")
    names = sorted(path.name for path in archives.iterdir())
    (output / "archives.json").write_text(json.dumps(names), "utf-8")
    (output / "examples.json").write_text(json.dumps(_examples()), "utf-8")
    (output / "index.html").write_text(page_text(), "utf-8")
    for name in STATIC:
        shutil.copyfile(HERE / name, output / name)


def requirements(name: str) -> Iterator[Distribution]:
    """Yield the installed distributions that a distribution needs in Pyodide, directly or not."""
    pending, seen = [name], {name}
    while pending:
        for text in distribution(pending.pop()).requires or ():
            requirement = Requirement(text)
            key = _normalize(requirement.name)
            if key in seen or (requirement.marker and not requirement.marker.evaluate(ENVIRONMENT)):
                continue
            seen.add(key)
            if key not in REPLACED:
                pending.append(key)
                yield distribution(key)


def _normalize(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _name(distribution: Distribution) -> str:
    return _normalize(distribution.metadata["Name"])


def _fetch_pyodide(folder: Path, output: Path) -> None:
    """Download the npm package and copy the files that a browser needs."""
    output.mkdir(exist_ok=True)
    _run("npm", "pack", "--silent", "--pack-destination", str(folder), f"pyodide@{PYODIDE}")
    with tarfile.open(folder / f"pyodide-{PYODIDE}.tgz") as archive:
        for name in PYODIDE_FILES:
            file = archive.extractfile(f"package/{name}")
            assert file is not None, name
            (output / name).write_bytes(file.read())


def _build_wheel(folder: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    _run(*build, str(ROOT))


def _fetch_wheels(distributions: list[Distribution], output: Path) -> None:
    """Download the wheels for Pyodide in the versions that are installed."""
    names = [f"{_name(item)}=={item.version}" for item in distributions]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    _run(*pip, "--only-binary=:all:", *WHEEL_TAGS, "--dest", str(output), *names)


def _pack(distributions: list[Distribution], folder: Path, output: Path) -> None:
    """Write one archive with the wheel of docmodels, all pure Python files, and the session."""
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        (wheel,) = folder.glob("*.whl")
        with zipfile.ZipFile(wheel) as own:
            for name in own.namelist():
                archive.writestr(name, own.read(name))
        for item in distributions:
            if _name(item) not in COMPILED:
                for path in item.files or ():
                    if _is_needed(str(path)):
                        archive.write(str(path.locate()), str(path))
        for module in (HERE / "session.py", *REPLACED.values()):
            archive.write(module, module.name)


def _is_needed(path: str) -> bool:
    is_inside = not path.startswith("..") and "__pycache__" not in path
    return is_inside and not path.endswith((".so", ".pyd", ".pyc"))


def _examples() -> dict[str, list[dict[str, str]]]:
    return {
        name: [
            {"name": path.name, "text": path.read_text("utf-8")}
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix in (".md", ".yaml", ".json")
        ]
        for name, folder in EXAMPLES.items()
    }


def page_text() -> str:
    """Return the page, with the choices of the options and its content security policy."""
    values = {
        "policy": content_security_policy(),
        "version": escape(__version__),
        "targets": "".join(_option(target.name, target.title) for target in TARGETS),
        "validations": "".join(
            _option(validation.value, f"{validation.value}: {title}")
            for validation, title in VALIDATION_TITLES.items()
        ),
    }
    text = (HERE / "page.html").read_text("utf-8")
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _option(value: str, text: str) -> str:
    return f'<option value="{escape(value)}">{escape(text)}</option>'


def content_security_policy() -> str:
    """Return the policy: files of this folder, Pyodide's WebAssembly, and the report in its frame.

    The worker and the frame inherit it, so that it has the hashes of the scripts of a report.
    """
    directives = {
        "default-src": "'none'",
        "script-src": f"'self' 'wasm-unsafe-eval' {script_sources()}",
        "worker-src": "'self' blob:",
        "frame-src": "blob:",
        "connect-src": "'self'",
        "style-src": f"'self' {style_sources()}",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 (fixed commands)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python docs/try/build.py OUT")
    build(Path(sys.argv[1]))
