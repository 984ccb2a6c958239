"""Build the documentation site into `site/`: `python tests/build_site.py [FOLDER]`.

`pip install -e '.[docs]'` installs what it needs. Any warning, broken link or missing anchor fails
(exit code 1). The site has the report of `schemas/samples/tasks`. `--external` lists the addresses
of other sites. `python docs/try/build.py site/try` adds the page that runs in a browser.
`PYTHONPATH=tests zensical serve` shows the pages while you write them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from docmodels.cli import cli
from site_check import external_links, problems

ROOT = Path(__file__).parents[1]
SITE = ROOT / "site"
REPORT = ROOT / "docs" / "sample-report.html"
"""The report that the pages link to; git ignores it."""


def write_report() -> None:
    """Write the report of README's sample beside the pages."""
    arguments = ["report", "schemas/samples/tasks", "-o", str(REPORT), "--quiet", "--force"]
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    if result.exit_code:
        sys.exit(result.output)


def build() -> Path:
    """Build the site; return its folder. Exit with the messages of Zensical if it warns."""
    write_report()
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests"), "NO_COLOR": "1"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if run.returncode or "Warning" in run.stdout + run.stderr:
        sys.exit(run.stdout + run.stderr)
    shutil.rmtree(SITE / "try", ignore_errors=True)  # sources, which docs/try/build.py packs
    return SITE


def main() -> None:
    """Build the site, check it, and copy it to the folder of the command line."""
    folders = [Path(word).resolve() for word in sys.argv[1:] if not word.startswith("-")]
    os.chdir(ROOT)
    site = build()
    if messages := list(problems(site)):
        sys.exit("\n".join(messages))
    if "--external" in sys.argv:
        print("\n".join(external_links(site)))
    for folder in folders:
        shutil.copytree(site, folder, dirs_exist_ok=True)
    print(f"{len(list(site.rglob('*.html')))} pages in {folders[0] if folders else 'site'}")


if __name__ == "__main__":
    main()
