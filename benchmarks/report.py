"""Print the table of a benchmark, or write it into its marked part of `docs/speed.md`."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE, DATA = ROOT / "docs" / "speed.md", ROOT / "docs" / "speed.json"


def write_table(name: str, lines: Sequence[str]) -> None:
    """Print the lines of a table; with `--write`, replace the part `name` of the page by them."""
    text = "".join(f"{line}\n" for line in lines)
    print(text, end="")
    if "--write" in sys.argv:
        start, end = (
            f"<!-- {name}: written by benchmarks/{name}.py -->\n",
            f"<!-- end of {name} -->",
        )
        pattern = re.compile(f"(?<={re.escape(start)}).*?(?={re.escape(end)})", re.S)
        page, count = pattern.subn(lambda _: text, PAGE.read_text("utf-8"))
        if count != 1:
            sys.exit(f"{PAGE} has no part `{name}`")
        PAGE.write_text(page, "utf-8")


def write_data(name: str, data: object) -> None:
    """Write measurements into the data of the page, under the name of the benchmark."""
    measurements = json.loads(DATA.read_text("utf-8")) | {name: data}
    DATA.write_text(json.dumps(measurements, indent=1) + "\n", "utf-8")
