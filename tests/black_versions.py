"""Run the formatting tests with other versions of black, each in an environment of its own.

    python tests/black_versions.py                    the versions that the fast path is enabled for
    python tests/black_versions.py 26.12.0            a new version, before it joins the table

Needs `uv` on the PATH. Ends with 1 if a version formats a text in another way.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from docmodels.targets.python.black_fast_path import TESTED_VERSIONS

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = "pytest hypothesis click jinja2 markdown-it-py msgspec pyyaml referencing rich".split()


def run_tests(version: str, folder: Path) -> bool:
    """Return whether all formatting tests pass with a version of black."""
    environment = folder / version
    subprocess.run(["uv", "venv", "-q", str(environment)], check=True)
    python = str(environment / "bin" / "python")
    install = ["uv", "pip", "install", "-q", "--python", python, f"black=={version}", *PACKAGES]
    subprocess.run(install, check=True)
    variables = {**os.environ, "PYTHONPATH": f"{ROOT / 'generator'}{os.pathsep}{ROOT / 'tests'}"}
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_formatting.py"]
    return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode == 0


def main() -> None:
    """Run the tests with each version and print the versions that failed."""
    versions = sys.argv[1:] or sorted(
        TESTED_VERSIONS, key=lambda version: [int(part) for part in re.findall(r"\d+", version)]
    )
    with tempfile.TemporaryDirectory() as folder:
        failed = [version for version in versions if not run_tests(version, Path(folder))]
    sys.exit(f"failed: {', '.join(failed)}" if failed else None)


if __name__ == "__main__":
    main()
