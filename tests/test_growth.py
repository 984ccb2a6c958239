"""Test that the work is at most linear in the number of pages.

Work is the number of calls of Python and C functions: it is the same on every machine and under any
load. `python tests/test_growth.py` prints the calls of each step.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest

from docmodels.config.options import LoadOptions, RenderOptions
from docmodels.pipeline import RunContext, load, render
from work import CallCounter

FEW, TIMES = 20, 16
MAX_RATIO = 1.1 * TIMES
MIN_CALLS = 500
"""A step with fewer calls for FEW pages is too small for a ratio."""
TYPES = "str int float bool datetime UUID List[str] List[float]".split()
T = TypeVar("T")


class StepCounter:
    """A progress callback that records the number of calls before each step."""

    def __init__(self, counter: CallCounter) -> None:
        self._counter = counter
        self.steps = [("files", 0)]

    def record_step(self, items: Sequence[T], activity: str) -> Iterable[T]:
        self.steps.append((activity, self._counter.calls))
        return items

    def calls(self) -> dict[str, int]:
        steps = [*self.steps, ("", self._counter.calls)]
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


def step_calls(folder: Path) -> dict[str, int]:
    """Return the number of calls in each step for the pages in `folder`."""
    with CallCounter() as counter:
        steps = StepCounter(counter)
        context = RunContext(progress=steps.record_step)
        api = load(folder, LoadOptions(), context).api
        render(api, None, RenderOptions(), context)
    return steps.calls()


def count_few_and_many() -> tuple[dict[str, int], dict[str, int]]:
    """Return the calls of each step for FEW pages and for TIMES as many."""
    calls: list[dict[str, int]] = []
    for number in (2, FEW, FEW * TIMES):  # the first run imports modules
        with tempfile.TemporaryDirectory() as folder:
            write_pages(Path(folder), number)
            calls.append(step_calls(Path(folder)))
    return calls[1], calls[2]


def test_work_is_at_most_linear_in_pages() -> None:
    few, many = count_few_and_many()
    assert few.keys() == many.keys()
    ratios = {step: many[step] / few[step] for step in few if few[step] > MIN_CALLS}
    assert len(ratios) > 4
    assert max(ratios.values()) < MAX_RATIO, ratios


def test_work_does_not_depend_on_the_run(tmp_path: Path) -> None:
    write_pages(tmp_path, 5)
    step_calls(tmp_path)
    assert step_calls(tmp_path) == step_calls(tmp_path)


def render_calls(definitions: dict[str, object], output: Path | None = None) -> int:
    """Return the number of calls that the modules of a JSON Schema take after it has been read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "models.json")
        dialect = "https://json-schema.org/draft/2020-12/schema"
        path.write_text(json.dumps({"$schema": dialect, "$defs": definitions}), "utf-8")
        api = load(path, LoadOptions(), RunContext()).api
        with CallCounter() as counter:
            render(api, output, RenderOptions(), RunContext())
    return counter.calls


def union_of(number: int) -> dict[str, object]:
    """Return a union of `number` models, each on a line of its own in the module."""
    models = {
        f"Model{index}": {"type": "object", "properties": {f"field{index}": {"type": "string"}}}
        for index in range(number)
    }
    return {"Any": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in models]}, **models}


def long_names(number: int) -> dict[str, object]:
    """Return an object with `number` fields whose lines are all split."""
    names = [
        f"propertyWithNumber{index}AndAnExtraordinarilyLongNameForOneField"
        for index in range(number)
    ]
    return {"Long": {"type": "object", "properties": {name: {"type": "string"} for name in names}}}


@pytest.mark.parametrize("definitions", [union_of, long_names])
def test_work_is_at_most_linear_in_definitions(
    definitions: Callable[[int], dict[str, object]],
) -> None:
    render_calls(definitions(2))
    few, many = render_calls(definitions(100)), render_calls(definitions(400))
    assert many / few < 4.4


def test_work_is_at_most_linear_in_modules() -> None:
    """The small classes leave little work besides what is done for each module."""
    package = Path("models")

    def empty_models(number: int) -> dict[str, object]:
        return {f"Model{index}": {"type": "object"} for index in range(number)}

    render_calls(empty_models(2), package)
    few, many = (render_calls(empty_models(number), package) for number in (100, 400))
    assert many / few < 4.4


def main() -> None:
    few, many = count_few_and_many()
    few["all"], many["all"] = sum(few.values()), sum(many.values())
    print(f"{'step':18}{FEW:>6} pages{FEW * TIMES:>6} pages  times")
    for step, calls in few.items():
        print(f"{step:18}{calls:12}{many[step]:12}{many[step] / max(calls, 1):7.1f}")


if __name__ == "__main__":
    main()
