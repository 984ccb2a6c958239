"""Generate the pages in this folder from the schemas in `schemas`; requires Node.js and the network.

    python tests/schema_pages/make.py

Each version of jsonschema2md is installed from npm into a folder, json-schema-for-humans and the other
jsonschema2md from PyPI into a virtual environment. Tests do not run this.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).parent
SCHEMAS = HERE / "schemas"
VERSIONS = ("1.1.0", "3.3.1", "4.2.2", "8.0.11")
LANGUAGES = {"8.0.11": ("de", "nl_NL")}
"""Languages besides English, by version; their pages are in the folder `VERSION-LANGUAGE`."""
HUMANS = "1.5.1"
JSONSCHEMA2MD_PYTHON = "1.7.0"


def run(*argv: object) -> None:
    """Run a command; raise `CalledProcessError` if it fails."""
    subprocess.run([str(part) for part in argv], check=True, capture_output=True)


def make_jsonschema2md(version: str, root: Path) -> None:
    """Write the pages of one version of jsonschema2md."""
    folder, target = root / version, HERE / "jsonschema2md" / version
    folder.mkdir()
    run("npm", "install", "--prefix", folder, "--ignore-scripts", f"@adobe/jsonschema2md@{version}")
    command = folder / "node_modules/@adobe/jsonschema2md/cli.js"
    schemas, pages = root / "schemas", root / f"pages-{version}"
    shutil.copytree(SCHEMAS, schemas, dirs_exist_ok=True)
    arguments = ("-d", schemas, "-x", root / f"schemas-{version}")
    run("node", command, *arguments, "-o", pages)
    write_pages(pages, target)
    for language in LANGUAGES.get(version, ()):
        pages = root / f"pages-{version}-{language}"
        run("node", command, *arguments, "-o", pages, "-l", language)
        write_pages(pages, target.with_name(f"{version}-{language}"))


def make_humans(root: Path) -> None:
    """Write the pages of json-schema-for-humans."""
    environment, pages = root / "humans", root / "pages-humans"
    venv.create(environment, with_pip=True)
    run(environment / "bin/pip", "install", "-q", f"json-schema-for-humans=={HUMANS}")
    pages.mkdir()
    for schema in sorted(SCHEMAS.glob("*.json")):
        page = pages / f"{schema.name.partition('.')[0]}.md"
        options = ("--config", "template_name=md", "--config", "footer_show_time=false")
        run(environment / "bin/generate-schema-doc", *options, schema, page)
    write_pages(pages, HERE / "json-schema-for-humans" / HUMANS)


def make_jsonschema2md_python(root: Path) -> None:
    """Write the pages of jsonschema2md of PyPI."""
    environment, pages = root / "python", root / "pages-python"
    venv.create(environment, with_pip=True)
    run(environment / "bin/pip", "install", "-q", f"jsonschema2md=={JSONSCHEMA2MD_PYTHON}")
    pages.mkdir()
    for schema in sorted(SCHEMAS.glob("*.json")):
        page = pages / f"{schema.name.partition('.')[0]}.md"
        run(environment / "bin/jsonschema2md", schema, page)
    write_pages(pages, HERE / "jsonschema2md-python" / JSONSCHEMA2MD_PYTHON)


def write_pages(pages: Path, target: Path) -> None:
    """Copy pages, without the paths of the machine that the generator prints."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for page in sorted(pages.rglob("*.md")):
        text = page.read_text("utf-8")
        lines = [line.rstrip() for line in text.replace(str(pages.parent), "..").splitlines()]
        (target / page.name).write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Write the pages of all generators."""
    with tempfile.TemporaryDirectory() as folder:
        for version in VERSIONS:
            make_jsonschema2md(version, Path(folder))
        make_humans(Path(folder))
        make_jsonschema2md_python(Path(folder))


if __name__ == "__main__":
    main()
