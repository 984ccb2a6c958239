"""Generate the pages in this folder with OpenAPI Generator; requires Java and the network.

    python tests/pages/make.py [VERSION:GENERATOR ...]

Each version of the PyPI package `openapi-generator-cli` contains the jar of its generator and is
installed into a separate virtual environment. Only model pages are kept. Tests do not run this.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).parent
NEWEST = "7.26.0"
RUNS = {
    NEWEST: """android bash c csharp dart dart-dio eiffel go java java-micronaut-client javascript
        julia-client kotlin ktorm-schema markdown objc perl php php-nextgen php-symfony powershell
        python python-pydantic-v1 r ruby rust rust-server scala-akka swift5 swift6 typescript-axios
        typescript-fetch""".split(),
    "6.6.0": "go python python-legacy python-nextgen python-prior r rust csharp kotlin".split(),
    "5.4.0": "python python-experimental go-deprecated java ruby php".split(),
    "4.3.1": "csharp-netcore go java kotlin php python python-experimental rust".split(),
}
PACKAGES = ("lang", "util", "math", "net", "time", "io")
JAVA_ENVIRONMENT = {
    "JAVA_TOOL_OPTIONS": " ".join(f"--add-opens=java.base/java.{p}=ALL-UNNAMED" for p in PACKAGES)
}
"""The handlebars templates of 5.x and 6.x access JDK classes by reflection."""
EXTRA_OPTIONS = {"java": ["--library", "native"]}


def install(version: str, root: Path) -> Path:
    """Install one version of the generator; return the path of its command."""
    environment = root / version
    venv.create(environment, with_pip=True)
    spec = f"openapi-generator-cli=={version}"
    subprocess.run([environment / "bin/pip", "install", "-q", spec], check=True)
    return next((environment / "bin").glob("openapi-generator*"))


def make(command: Path, version: str, generator: str) -> None:
    """Generate one SDK and copy its model pages."""
    with tempfile.TemporaryDirectory() as out:
        argv = [command, "generate", "-g", generator, "-i", HERE / "spec.yaml", "-o", out]
        argv += ["--global-property", "models,modelDocs=true,apis,apiDocs=false"]
        argv += EXTRA_OPTIONS.get(generator, []) if version == NEWEST else []
        quiet = subprocess.DEVNULL
        subprocess.run(
            argv, check=True, stdout=quiet, stderr=quiet, env=os.environ | JAVA_ENVIRONMENT
        )
        target = HERE / generator / version
        shutil.rmtree(target, ignore_errors=True)
        for page in sorted(Path(out).rglob("*.md")):
            if not page.stem.endswith(("Api", "API")):
                target.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(page, target / page.name)
    if not target.is_dir():
        sys.exit(f"{generator} {version} wrote no page; run {command} to see the error")
    print(generator, version, len(list(target.glob("*.md"))))


def main() -> None:
    """Generate the selected pages, or all."""
    selected = set(sys.argv[1:])
    with tempfile.TemporaryDirectory() as root:
        for version, generators in RUNS.items():
            chosen = [g for g in generators if not selected or f"{version}:{g}" in selected]
            command = install(version, Path(root)) if chosen else Path()
            for generator in chosen:
                make(command, version, generator)


if __name__ == "__main__":
    main()
