"""The time grows no faster than the pages: `python tests/test_growth.py` prints the figures.

Start-up is left aside: all is measured in one process that has imported everything, in seconds of
processor time, the best of several rounds.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import TypeVar

from docmodels.diagnostics.notes import Note
from docmodels.pipeline import LoadOptions, RenderOptions, load, render

FEW, MANY, LIMIT = 50, 400, 9.0
ROUNDS = 3
TYPES = "str int float bool datetime UUID List[str] List[float]".split()
T = TypeVar("T")


class Clock:
    """Watches the line and notes when each step begins."""

    def __init__(self) -> None:
        self.steps = [("files", process_time())]

    def watch(self, items: Sequence[T], doing: str) -> Iterable[T]:
        self.steps.append((doing, process_time()))
        return items

    def seconds(self) -> dict[str, float]:
        steps = [*self.steps, ("", process_time())]
        return {doing: end - start for (doing, start), (_, end) in pairwise(steps)}


def write_pages(folder: Path, number: int) -> None:
    """Write pages of 5 to 16 fields each, a third of which name other models."""
    chance = random.Random(number)
    for page in range(number):
        rows: list[str] = []
        for field in range(chance.randint(5, 16)):
            other = f"Model{chance.randrange(number)}"
            type = f"[**{other}**]({other}.md)"
            if chance.random() < 2 / 3:
                type = f"**{chance.choice(TYPES)}**"
            said = f"Number {field} of the things that belong to this one."
            rows.append(f"**thing_{field}** | {type} | {said} | [optional] \n")
        head = f"# Model{page}\n\n## Properties\n\nName | Type | Description | Notes\n"
        rule = "------------ | ------------- | ------------- | -------------\n"
        (folder / f"Model{page}.md").write_text(f"{head}{rule}{''.join(rows)}\n", "utf-8")


def measured(folder: Path) -> dict[str, float]:
    """Seconds of each step for the pages in `folder`, the best of some rounds."""
    rounds: list[dict[str, float]] = []
    for _ in range(ROUNDS):
        clock, notes = Clock(), list[Note]()
        api = load(folder, LoadOptions(watch=clock.watch), notes).api
        render(api, None, RenderOptions(watch=clock.watch), notes)
        rounds.append(clock.seconds())
    return {step: min(one[step] for one in rounds) for step in rounds[0]}


def compared() -> tuple[dict[str, float], dict[str, float]]:
    """The seconds for few pages and for many."""
    with tempfile.TemporaryDirectory() as name:
        for number in (FEW, MANY):
            Path(name, str(number)).mkdir()
            write_pages(Path(name, str(number)), number)
        measured(Path(name, str(FEW)))
        few, many = (measured(Path(name, str(number))) for number in (FEW, MANY))
    return few, many


def test_time_grows_no_faster_than_pages() -> None:
    ratios: list[float] = []
    while len(ratios) < 6 and min(ratios, default=LIMIT) >= LIMIT:  # other programs run as well
        few, many = compared()
        ratios.append(sum(many.values()) / sum(few.values()))
    assert min(ratios) < LIMIT, ratios


def main() -> None:
    few, many = compared()
    print(f"{'step':18}{FEW:>7} pages{MANY:>7} pages   times")
    for step in few:
        print(f"{step:18}{few[step]:11.3f} s{many[step]:11.3f} s{many[step] / few[step]:8.1f}")
    first, last = sum(few.values()), sum(many.values())
    print(f"{'all':18}{first:11.3f} s{last:11.3f} s{last / first:8.1f}")


if __name__ == "__main__":
    sys.exit(main())
