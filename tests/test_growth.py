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
from docmodels.diagnostics.documents import Document
from docmodels.pages import Page, detect, read_pages
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


def chain_of_references(number: int) -> dict[str, object]:
    """Return names each of which is the one before, and an object with a field of each."""
    chain = {f"A{i}": {"$ref": f"#/$defs/A{i - 1}"} for i in range(1, number)}
    fields = {f"field{i}": {"$ref": f"#/$defs/A{i}"} for i in range(number)}
    return {"A0": {"type": ["string", "null"]}, **chain, "User": {"properties": fields}}


def chain_of_unions(number: int) -> dict[str, object]:
    """Return unions each of which has the one before as a member."""
    chain = {
        f"U{i}": {"oneOf": [{"$ref": f"#/$defs/U{i - 1}"}, {"type": "array", "minItems": i}]}
        for i in range(1, number)
    }
    return {"U0": {"type": ["string", "integer"]}, **chain}


def chain_of_bases(number: int) -> dict[str, object]:
    """Return objects each of which extends the one before."""
    base = {"type": "object", "properties": {"name": {"type": "string"}}}
    chain = {
        f"B{i}": {"allOf": [{"$ref": f"#/$defs/B{i - 1}"}, {"properties": {f"f{i % 9}": {}}}]}
        for i in range(1, number)
    }
    return {"B0": base, **chain}


def objects_without_names(number: int) -> dict[str, object]:
    """Return objects with a field that is an object without a name."""
    inner = {"type": "object", "properties": {"name": {"type": "string"}}}
    return {f"O{i}": {"properties": {"inner": inner, f"own{i}": inner}} for i in range(number)}


@pytest.mark.parametrize(
    "definitions",
    [
        union_of,
        long_names,
        chain_of_references,
        chain_of_unions,
        chain_of_bases,
        objects_without_names,
    ],
)
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


def test_work_is_at_most_linear_in_copies_of_pages(tmp_path: Path) -> None:
    """Each model may be a union of each copy of the others, as far as their fields show."""
    table = "Name | Type | Description | Notes\n------------ | ------------- | ------------- | -------------\n"
    fields = {"Kite": ["kind", "wind"], "Boat": ["kind", "keel"], "Ride": ["kind", "wind", "keel"]}

    def load_calls(number: int) -> int:
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, names in fields.items():
            rows = "".join(f"**{field}** | **str** | The {field}. | \n" for field in names)
            for copy in range(number):
                text = f"# {name}{copy}\n\n## Properties\n\n{table}{rows}\n"
                (folder / f"{name}{copy}.md").write_text(text, "utf-8")
        with CallCounter() as counter:
            load(folder, LoadOptions(), RunContext())
        return counter.calls

    load_calls(2)
    few, many = load_calls(30), load_calls(120)
    assert many / few < 4.4


HOSTILE_LINES = {
    "heading": "#{0}x{0}#{0}x",
    "blank line": "{0}\nx{0}\n{0}x",
    "bullet": "* `A`{0}x\n* B{0}(x",
    "row": "**name** |{0}**str**{0}x",
}


@pytest.mark.parametrize("line", HOSTILE_LINES.values(), ids=HOSTILE_LINES)
@pytest.mark.parametrize("sign", [" ", "`", "\t", "_"])
def test_long_lines_of_one_sign_are_read_in_linear_time(line: str, sign: str) -> None:
    """A quadratic reader takes many minutes for such a line, and a linear one less than a second."""
    head = "# Pet\n\n## Properties\nName | Type | Description | Notes\n"
    head += "------------ | ------------- | ------------- | -------------\n"
    row = "**name** | **str** | The name. | \n\n## oneOf\n\n"
    page = Page(Document("Pet.md", f"{head}{row}{line.format(sign * 400_000)}\n"))
    dialect = detect(page)
    assert dialect is not None
    read_pages([(page, dialect)], [])


def main() -> None:
    few, many = count_few_and_many()
    few["all"], many["all"] = sum(few.values()), sum(many.values())
    print(f"{'step':18}{FEW:>6} pages{FEW * TIMES:>6} pages  times")
    for step, calls in few.items():
        print(f"{step:18}{calls:12}{many[step]:12}{many[step] / max(calls, 1):7.1f}")


if __name__ == "__main__":
    main()
