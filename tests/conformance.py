"""Scores on the official JSON Schema suite and on OpenAPI cases: `python tests/conformance.py`.

Needs the conformance harness beside the checkout (`../shared/conformance`). Generates, imports and
feeds every group in this process, for both ways to validate; `--write` brings docs/conformance.md
and docs/conformance.json up to date. A group is perfect when every instance of it is accepted or
refused as it should be, by the models as they were generated.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docmodels

ROOT = Path(__file__).parents[1]
HARNESS = ROOT.parent / "shared" / "conformance"
TABLE, SCORES = ROOT / "docs" / "conformance.md", ROOT / "docs" / "conformance.json"
DRAFTS = ("draft4", "draft7", "draft2019-09", "draft2020-12")
MODES = ("natural", "exact")
PEER = {
    "dcg 0.89, defaults": ("314 / 523", "27 / 84"),
    "dcg 0.89, every option that helps": ("358 / 523", "71 / 84"),
}
"""datamodel-code-generator on the same groups, as generated: measured when the work was planned."""


@dataclass
class Score:
    """Perfect groups out of all, in sum and by keyword, and what did not come back as it went in."""

    perfect: Counter[str] = field(default_factory=Counter[str])
    groups: Counter[str] = field(default_factory=Counter[str])
    failed: list[str] = field(default_factory=list[str])
    imported: int = 0
    changed: int = 0

    def add(self, keyword: str, job: dict[str, Any], result: dict[str, Any]) -> None:
        """Count one group; a group that did not import has no verdicts."""
        verdicts = [test["json"] == "A" for test in result["tests"]]
        crashed = any(test["json"].startswith("X") for test in result["tests"])
        wanted = [bool(test["valid"]) for test in job["tests"]]
        right = verdicts == wanted and not crashed
        self.groups[keyword] += 1
        self.perfect[keyword] += right
        self.imported += result["status"] == "ok"
        for test, verdict in zip(job["tests"], result["tests"], strict=False):
            self.changed += bool(test["valid"]) and verdict.get("rt", "same") != "same"
        if not right:
            self.failed.append(job["id"])

    def __str__(self) -> str:
        return f"{self.perfect.total()} / {self.groups.total()}"


def generator(mode: str) -> Callable[[dict[str, Any], dict[str, Any]], tuple[str, str | None]]:
    """Give a generator as the harness calls it."""

    def generate(schema: dict[str, Any], context: dict[str, Any]) -> tuple[str, str | None]:
        is_openapi = context["kind"] == "openapi"
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / ("openapi.json" if is_openapi else "Model.json")
            path.write_text(json.dumps(schema), "utf-8")
            api = docmodels.load(path, notes=[])
            (file,) = docmodels.render(api, validation=mode, notes=[])
        return file.text, context["name"] if is_openapi else None

    return generate


def score(mode: str, jobs: list[tuple[str, dict[str, Any]]]) -> Score:
    """Run all jobs, given with their keywords."""
    import confcore  # type: ignore[import-not-found]

    results = confcore.run_jobs(generator(mode), [job for _, job in jobs], progress=False)
    found = Score()
    for (keyword, job), result in zip(jobs, results, strict=True):
        found.add(keyword, job, result)
    return found


def suites() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Give the two sets of jobs: keywords of JSON Schema, and cases of OpenAPI by feature."""
    sys.path.insert(0, str(HARNESS))
    import harness  # type: ignore[import-not-found]
    import openapi_harness  # type: ignore[import-not-found]

    groups = harness.load_groups(["conv"], list(DRAFTS), "all")
    return {
        "schema": [(group["keyword"], schema_job(group)) for group in groups],
        "openapi": [
            (case["feature"], openapi_harness.job_of(case))
            for case in openapi_harness.load_cases("all")
        ],
    }


def schema_job(group: dict[str, Any]) -> dict[str, Any]:
    """A group of the suite as a job."""
    context = {"kind": "jsonschema", "draft": group["draft"], "name": "Model"}
    return {"id": group["id"], "schema": group["schema"], "tests": group["tests"], "ctx": context}


def measure() -> dict[str, dict[str, Score]]:
    """Score both sets in both modes."""
    return {name: {mode: score(mode, jobs) for mode in MODES} for name, jobs in suites().items()}


def figures(found: dict[str, dict[str, Score]]) -> dict[str, dict[str, int]]:
    """The numbers that may not fall."""
    return {
        name: {mode: each.perfect.total() for mode, each in scores.items()}
        for name, scores in found.items()
    }


KEYWORDS = (
    ("`type`, also as a list", "yes", "yes", "JSON's types kept apart: `Integer`, `StrictFloat`, `StrictBool`; 1.0 is an integer"),
    ("`minimum`, `maximum`, `exclusive*`, `multipleOf`", "yes", "yes", "`Field(ge=1)`; a fraction as the step of an integer: a check"),
    ("`minLength`, `maxLength`, `pattern`", "yes", "yes", "patterns that Rust's engine refuses run in Python's `re`; what neither takes is noted"),
    ("`enum`, `const`", "yes", "yes", "`Literal` and enum classes; `exactly(..)` for what Python does not tell apart (1, true, lists, objects)"),
    ("`required`", "yes", "yes", "fields without a default; absent and null are two things: `Omittable`"),
    ("`nullable`, `null` in `type`", "yes", "yes", "`T \\| None`; without it an explicit null is refused"),
    ("`properties`, `additionalProperties`", "yes", "yes", "classes; further properties are kept, typed or refused"),
    ("`patternProperties`, `propertyNames`", "keys of a dictionary", "yes", "beside fields: a check"),
    ("`minProperties`, `maxProperties`", "of a dictionary", "yes", "beside fields: a check"),
    ("`items`, `minItems`, `maxItems`", "yes", "yes", "`list[T]`"),
    ("`prefixItems`, `items` as a list", "fixed length", "yes", "`tuple[A, B]` where all must be there, else a check"),
    ("`uniqueItems`", "yes", "yes", "`Unique`: 1.0 is 1, true is not"),
    ("`contains`, `minContains`, `maxContains`", "no", "yes", "a check"),
    ("`anyOf`", "yes", "yes", "a union"),
    ("`oneOf`", "at least one", "yes", "exactly one: said by a discriminator or by types that share no value, else a check"),
    ("`discriminator`", "yes", "yes", "where the members' tags are literal values; else a plain union"),
    ("`allOf`", "merged", "yes", "subclasses and joined limits; a check where no one type says it all"),
    ("`not`, `if`, `then`, `else`", "no", "yes", "a check"),
    ("`dependentRequired`, `dependentSchemas`, `dependencies`", "no", "yes", "a check"),
    ("`unevaluatedProperties`, `unevaluatedItems`", "no", "yes", "a check"),
    ("`false` as a schema", "yes", "yes", "`exactly()`: no value at all"),
    ("`format`", "dates, times, UUIDs", "+ email, hostname, IP, URI, duration", "other formats are annotations; text comes back as it was"),
    ("`default`", "yes", "yes", "values of the field's type; one that is none is left out and noted"),
    ("`$ref`, `$defs`, `$id`, `$anchor`", "yes", "yes", "names"),
)  # fmt: skip


def document(found: dict[str, dict[str, Score]]) -> str:
    """Write docs/conformance.md."""
    schema, openapi = found["schema"], found["openapi"]
    rows = [
        *((name, *scores) for name, scores in PEER.items()),
        *((f"docmodels, `{mode}`", str(schema[mode]), str(openapi[mode])) for mode in MODES),
    ]
    left = [f"`{name}`" for scores in (schema, openapi) for name in scores["exact"].failed]
    lines = [
        "# What pydantic models check",
        "",
        "Written by `python tests/conformance.py --write`; do not edit. `natural` is the default,",
        "`exact` is `--validation exact`; a check of `exact` is a JSON Schema in the module, which the",
        "`jsonschema` library validates.",
        "",
        "| keyword | natural | exact | how |",
        "| --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in KEYWORDS),
        "",
        "Dataclasses read and write JSON with wire names and right types; they do not check limits,",
        "patterns, unique items, numbers of properties, exactly-one of `oneOf`, or any keyword that",
        "`natural` does not check.",
        "",
        "## Scores",
        "",
        "Groups of the official JSON Schema test suite (drafts 4, 7, 2019-09 and 2020-12, types said as",
        "authors say them) and OpenAPI cases of which *every* instance is judged right by the models as",
        "generated. datamodel-code-generator (dcg) was measured on the same groups.",
        "",
        "| | JSON Schema | OpenAPI |",
        "| --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
        "| keyword | groups | natural | exact |",
        "| --- | --- | --- | --- |",
        *(
            f"| `{key}` | {count} | {schema['natural'].perfect[key]} | {schema['exact'].perfect[key]} |"
            for key, count in sorted(schema["natural"].groups.items())
        ),
        "",
        f"Not perfect with `exact`: {', '.join(left) or 'none'}.",
        "",
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # sets are dumped in hash order
        os.execve(
            sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"}
        )
    measured = measure()
    for name, scores in measured.items():
        for mode, each in scores.items():
            print(f"{name:8} {mode:8} {each}  imported {each.imported}  changed {each.changed}")
    if "--write" in sys.argv:
        TABLE.write_text(document(measured), "utf-8")
        SCORES.write_text(json.dumps(figures(measured), indent=2) + "\n", "utf-8")
