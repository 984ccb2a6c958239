"""Make the pages beside this file with the real generators (needs Java and the network; not run by tests).

    python tests/pages/make.py [VERSION:GENERATOR ...]

Each version of the PyPI package `openapi-generator-cli` holds its generator's jar; every one is put
into a virtual environment of its own. Only the model pages are kept.
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
OPENED = {
    "JAVA_TOOL_OPTIONS": " ".join(f"--add-opens=java.base/java.{p}=ALL-UNNAMED" for p in PACKAGES)
}
"""The handlebars templates of 5.x and 6.x look into the JDK's own classes."""
WANTED = {"java": ["--library", "native"]}


def installed(version: str, root: Path) -> Path:
    """Install one version of the generator; give its command."""
    where = root / version
    venv.create(where, with_pip=True)
    spec = f"openapi-generator-cli=={version}"
    subprocess.run([where / "bin/pip", "install", "-q", spec], check=True)
    return next((where / "bin").glob("openapi-generator*"))


def make(command: Path, version: str, generator: str) -> None:
    """Generate one SDK and keep its model pages."""
    with tempfile.TemporaryDirectory() as out:
        argv = [command, "generate", "-g", generator, "-i", HERE / "spec.yaml", "-o", out]
        argv += ["--global-property", "models,modelDocs=true,apis,apiDocs=false"]
        argv += WANTED.get(generator, []) if version == NEWEST else []
        quiet = subprocess.DEVNULL
        subprocess.run(argv, check=True, stdout=quiet, stderr=quiet, env=os.environ | OPENED)
        target = HERE / generator / version
        shutil.rmtree(target, ignore_errors=True)
        for page in sorted(Path(out).rglob("*.md")):
            if not page.stem.endswith(("Api", "API")):
                target.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(page, target / page.name)
    if not target.is_dir():
        sys.exit(f"{generator} {version} wrote no page; run {command} by hand to see why")
    print(generator, version, len(list(target.glob("*.md"))))


def main() -> None:
    """Make what is asked for, or everything."""
    asked = set(sys.argv[1:])
    with tempfile.TemporaryDirectory() as root:
        for version, generators in RUNS.items():
            chosen = [g for g in generators if not asked or f"{version}:{g}" in asked]
            command = installed(version, Path(root)) if chosen else Path()
            for generator in chosen:
                make(command, version, generator)


if __name__ == "__main__":
    main()
