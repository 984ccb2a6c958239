"""Test that run time is at most linear in the number of pages.

`python tests/test_growth.py` prints the seconds of each step. All measurements run in one process,
so imports do not count; a figure is the smallest processor time of several rounds.
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

from docmodels.config.options import LoadOptions, RenderOptions
from docmodels.pipeline import RunContext, load, render

FEW, MANY, MAX_RATIO = 50, 400, 9.0
ROUNDS = 3
TYPES = "str int float bool datetime UUID List[str] List[float]".split()
T = TypeVar("T")


class Clock:
    """A progress callback that records when each step starts."""

    def __init__(self) -> None:
        self.steps = [("files", process_time())]

    def record_step(self, items: Sequence[T], activity: str) -> Iterable[T]:
        self.steps.append((activity, process_time()))
        return items

    def seconds(self) -> dict[str, float]:
        steps = [*self.steps, ("", process_time())]
        return {activity: end - start for (activity, start), (_, end) in pairwise(steps)}


def write_pages(folder: Path, number: int) -> None:
    """Write pages with 5 to 16 fields each; a third of the fields refer to other models."""
    rng = random.Random(number)
    for page in range(number):
        rows: list[str] = []
        for field in range(rng.randint(5, 16)):
            model = f"Model{rng.randrange(number)}"
            type = f"[**{model}**]({model}.md)"
            if rng.random() < 2 / 3:
                type = f"**{rng.choice(TYPES)}**"
            description = f"Number {field} of the things that belong to this one."
            rows.append(f"**thing_{field}** | {type} | {description} | [optional] \n")
        head = f"# Model{page}\n\n## Properties\n\nName | Type | Description | Notes\n"
        separator = "------------ | ------------- | ------------- | -------------\n"
        (folder / f"Model{page}.md").write_text(f"{head}{separator}{''.join(rows)}\n", "utf-8")


def step_seconds(folder: Path) -> dict[str, float]:
    """Return the seconds of each step for the pages in `folder`, the minimum of all rounds."""
    rounds: list[dict[str, float]] = []
    for _ in range(ROUNDS):
        clock = Clock()
        context = RunContext(progress=clock.record_step)
        api = load(folder, LoadOptions(), context).api
        render(api, None, RenderOptions(), context)
        rounds.append(clock.seconds())
    return {step: min(seconds[step] for seconds in rounds) for step in rounds[0]}


def measure_few_and_many() -> tuple[dict[str, float], dict[str, float]]:
    """Return the seconds of each step for FEW pages and for MANY pages."""
    with tempfile.TemporaryDirectory() as name:
        for number in (FEW, MANY):
            Path(name, str(number)).mkdir()
            write_pages(Path(name, str(number)), number)
        step_seconds(Path(name, str(FEW)))
        few, many = (step_seconds(Path(name, str(number))) for number in (FEW, MANY))
    return few, many


def test_time_is_at_most_linear_in_pages() -> None:
    ratios: list[float] = []
    # Measure again if other programs slow down a measurement.
    while len(ratios) < 6 and min(ratios, default=MAX_RATIO) >= MAX_RATIO:
        few, many = measure_few_and_many()
        ratios.append(sum(many.values()) / sum(few.values()))
    assert min(ratios) < MAX_RATIO, ratios


def main() -> None:
    few, many = measure_few_and_many()
    print(f"{'step':18}{FEW:>7} pages{MANY:>7} pages   times")
    for step in few:
        print(f"{step:18}{few[step]:11.3f} s{many[step]:11.3f} s{many[step] / few[step]:8.1f}")
    first, last = sum(few.values()), sum(many.values())
    print(f"{'all':18}{first:11.3f} s{last:11.3f} s{last / first:8.1f}")


if __name__ == "__main__":
    sys.exit(main())
