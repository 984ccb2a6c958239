"""Score generated models on the official JSON Schema test suite and on OpenAPI cases.

    python tests/conformance.py            print the scores
    python tests/conformance.py --write    also rewrite docs/conformance.md and docs/conformance.json

Requires the conformance harness beside the checkout (`../shared/conformance`). For each group and
each value of `--validation`, generates and imports the models in this process and validates every
instance. A group is perfect if the unedited models give the right verdict on every instance.
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
from docmodels.ir import Json, is_list, is_object

ROOT = Path(__file__).parents[1]
HARNESS = ROOT.parent / "shared" / "conformance"
TABLE, SCORES = ROOT / "docs" / "conformance.md", ROOT / "docs" / "conformance.json"
DRAFTS = ("draft4", "draft7", "draft2019-09", "draft2020-12")
MODES = ("natural", "strict", "exact")
PEER = {
    "dcg 0.89, defaults": ("314 / 523", "27 / 84"),
    "dcg 0.89, every option that helps": ("358 / 523", "71 / 84"),
}
"""Scores of datamodel-code-generator on the same groups; constants, not measured here."""


@dataclass
class Score:
    """Groups and perfect groups by keyword; `changed` counts instances that did not round-trip."""

    perfect: Counter[str] = field(default_factory=Counter[str])
    groups: Counter[str] = field(default_factory=Counter[str])
    failed: list[str] = field(default_factory=list[str])
    reasons: Counter[str] = field(default_factory=Counter[str])
    imported: int = 0
    changed: int = 0

    def add(self, keyword: str, job: dict[str, Any], result: dict[str, Any]) -> None:
        """Count a group; a group whose module did not import has no verdicts."""
        verdicts = [test["json"] == "A" for test in result["tests"]]
        crashed = any(test["json"].startswith("X") for test in result["tests"])
        expected = [bool(test["valid"]) for test in job["tests"]]
        is_perfect = verdicts == expected and not crashed
        self.groups[keyword] += 1
        self.perfect[keyword] += is_perfect
        self.imported += result["status"] == "ok"
        for test, verdict in zip(job["tests"], result["tests"], strict=False):
            self.changed += bool(test["valid"]) and verdict.get("rt", "same") != "same"
        if not is_perfect:
            self.failed.append(job["id"])
            is_converted = [test["json_strict"] == "A" for test in result["tests"]] == expected
            self.reasons[CONVERSION if is_converted else open_keyword(job["schema"])] += 1

    def __str__(self) -> str:
        return f"{self.perfect.total()} / {self.groups.total()}"


CONVERSION = "`type`, `format`"

LEFT_OPEN = (
    ("uniqueItems", "`uniqueItems`", "`set[T]` drops repeated items and the order instead of refusing them, and takes no objects"),
    ("patternProperties", "`patternProperties` beside other names", "no annotation relates the names of properties to types of values"),
    ("dependencies", "`dependencies`", "a relation of fields is a function"),
    ("dependentRequired", "`dependentRequired`", "a relation of fields is a function"),
    ("if", "`if`, `then`, `else`", "a condition is a function"),
    ("not", "`not`", "no type is a complement; pydantic has no type without values either, so that `not: {}` is `None`"),
    ("unevaluatedProperties", "`unevaluatedProperties` of a base class", "a subclass has fields of its own; by the letter of the schema, no data could have them"),
    ("oneOf", "`oneOf` of overlapping members", "a union accepts a value of several members"),
    ("prefixItems", "`prefixItems`, `items` as a list", "`tuple[A, B]` requires all items, and pydantic has no `tuple[A, *tuple[B, ...]]`"),
    ("const", "`const`", "`Literal[0]` accepts false, because they are equal in Python, and takes no list or object"),
    ("enum", "`enum`", "as `const`; without values, it is `None`"),
    ("type", CONVERSION, 'plain `int`, `float`, `bool`, `datetime` convert `"1"`, `true` and `12`; `validate_json(.., strict=True)` does not'),
)  # fmt: skip
"""What natural models leave open: a keyword, its name on the page, and why; the first one counts."""


def open_keyword(schema: Json) -> str:
    """Return the name of the first keyword in `LEFT_OPEN` that a schema has at any depth."""
    keywords: set[str] = set()
    stack: list[Json] = [schema]
    while stack:
        part = stack.pop()
        if is_object(part):
            keywords.update(part, ["prefixItems"] if is_list(part.get("items")) else [])
            stack.extend(part.values())
        elif is_list(part):
            stack.extend(part)
    return next((name for keyword, name, _ in LEFT_OPEN if keyword in keywords), CONVERSION)


def generator(mode: str) -> Callable[[dict[str, Any], dict[str, Any]], tuple[str, str | None]]:
    """Return the function that the harness calls to generate models."""

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
    """Run all jobs, pairs of keyword and job, in one mode."""
    import confcore  # type: ignore[import-not-found]

    results = confcore.run_jobs(generator(mode), [job for _, job in jobs], progress=False)
    total = Score()
    for (keyword, job), result in zip(jobs, results, strict=True):
        total.add(keyword, job, result)
    return total


def suites() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return the jobs of both suites: JSON Schema by keyword, OpenAPI by feature."""
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
    """Return a group of the JSON Schema suite as a job."""
    context = {"kind": "jsonschema", "draft": group["draft"], "name": "Model"}
    return {"id": group["id"], "schema": group["schema"], "tests": group["tests"], "ctx": context}


def measure() -> dict[str, dict[str, Score]]:
    """Score both suites in each mode."""
    return {name: {mode: score(mode, jobs) for mode in MODES} for name, jobs in suites().items()}


def perfect_counts(scores_by_suite: dict[str, dict[str, Score]]) -> dict[str, dict[str, int]]:
    """Return the number of perfect groups by suite and mode, as docs/conformance.json stores it."""
    return {
        name: {mode: score.perfect.total() for mode, score in scores.items()}
        for name, scores in scores_by_suite.items()
    }


KEYWORDS = (
    ("`type`, also as a list", "converts", "yes", "yes", "plain types, which convert text to numbers; strict ones stay distinct: `Integer`, `StrictFloat`, `StrictBool`; 1.0 is an integer"),
    ("`minimum`, `maximum`, `exclusive*`, `multipleOf`", "yes", "yes", "yes", "`Field(ge=1)`; a check for an integer with a fractional `multipleOf`"),
    ("`minLength`, `maxLength`, `pattern`", "yes", "yes", "yes", "patterns that Rust's engine refuses use Python's `re`; a note reports a pattern that both refuse"),
    ("`enum`, `const`", "text, integers", "yes", "yes", "`Literal` and enum classes; with `strict`, `literal_value(..)` for values that Python treats as equal (1 and true) and for lists and objects"),
    ("`required`", "except constants", "yes", "yes", "fields without a default; absent and null differ: `Omittable`, `NullableModel`"),
    ("`nullable`, `null` in `type`", "if required", "yes", "yes", "`T \\| None`; other types refuse an explicit null, which `natural` reads as absent in an optional field"),
    ("`properties`, `additionalProperties`", "yes", "yes", "yes", "classes; additional properties are kept, typed or refused"),
    ("`patternProperties`, `propertyNames`", "keys of a dictionary", "yes", "yes", "a check if the object has fields"),
    ("`minProperties`, `maxProperties`", "of a dictionary", "yes", "yes", "a check if the object has fields"),
    ("`items`, `minItems`, `maxItems`", "yes", "yes", "yes", "`list[T]`"),
    ("`prefixItems`, `items` as a list", "fixed length", "yes", "yes", "`tuple[A, B]` if all items are required, else a check"),
    ("`uniqueItems`", "no", "yes", "yes", "`Unique`: 1.0 is 1, true is not"),
    ("`contains`, `minContains`, `maxContains`", "no", "yes", "yes", "a check"),
    ("`anyOf`", "yes", "yes", "yes", "a union"),
    ("`oneOf`", "at least one", "at least one; of `required`: one", "yes", "exactly one: by a discriminator or by types that share no value, else a check"),
    ("`discriminator`", "yes", "yes", "yes", "a tagged union if the tags of the members are literals, else a plain union"),
    ("`allOf`", "merged", "merged", "yes", "subclasses and merged constraints; a check if no single type expresses the result"),
    ("`not`, `if`, `then`, `else`", "no", "of objects and arrays", "yes", "a check"),
    ("`dependentRequired`, `dependentSchemas`, `dependencies`", "no", "yes", "yes", "a check"),
    ("`unevaluatedProperties`, `unevaluatedItems`", "`false`, if all properties are fields", "yes", "yes", '`extra="forbid"` if all properties are fields, else a check'),
    ("`false` as a schema", "takes null", "yes", "yes", "`literal_value()`: accepts no value"),
    ("`format`", "dates, times, UUIDs", "dates, times, UUIDs", "+ email, hostname, IP, URI, duration", "with `strict`, a number is no date; other formats are annotations and keep the text unchanged"),
    ("`default`", "yes", "yes", "yes", "values of the field's type; a note reports an invalid default, and the model omits it"),
    ("`$ref`, `$defs`, `$id`, `$anchor`", "yes", "yes", "yes", "names"),
)  # fmt: skip


def conformance_page(scores_by_suite: dict[str, dict[str, Score]]) -> str:
    """Return the text of docs/conformance.md."""
    schema, openapi = scores_by_suite["schema"], scores_by_suite["openapi"]
    rows = [
        *((name, *scores) for name, scores in PEER.items()),
        *((f"docmodels, `{mode}`", str(schema[mode]), str(openapi[mode])) for mode in MODES),
    ]
    imperfect = [f"`{name}`" for scores in (schema, openapi) for name in scores["exact"].failed]
    lines = [
        "# What pydantic models check",
        "",
        "`python tests/conformance.py --write` writes this page; do not edit it. `natural` is the default,",
        "`strict` and `exact` are values of `--validation`. A *check* is a JSON Schema in the generated module; the",
        "`jsonschema` library validates it.",
        "",
        "| keyword | natural | strict | exact | how |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in KEYWORDS),
        "",
        "Dataclasses read and write JSON with wire names and the right types. They do not check limits,",
        "patterns, unique items, numbers of properties, the exactly-one rule of `oneOf`, or any keyword that",
        "`strict` does not check.",
        "",
        "## Scores",
        "",
        "The scores count groups of the official JSON Schema test suite (drafts 4, 7, 2019-09 and 2020-12,",
        "with explicit types as in real schemas) and OpenAPI cases. A group counts if the generated models judge",
        "*every* instance correctly. datamodel-code-generator (dcg) is measured on the same groups.",
        "",
        "![Groups of tests that the models pass, of all groups](conformance.svg)",
        "",
        "| | JSON Schema | OpenAPI |",
        "| --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
        "| keyword | groups | natural | strict | exact |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| `{key}` | {count} | {' | '.join(str(schema[mode].perfect[key]) for mode in MODES)} |"
            for key, count in sorted(schema["natural"].groups.items())
        ),
        "",
        f"Not perfect with `exact`: {', '.join(imperfect) or 'none'}.",
        "",
        "## What natural models leave open",
        "",
        "A natural model has only what pydantic has words for, and no function. These are the groups that it",
        "does not judge correctly. It refuses no valid instance.",
        "",
        "| keyword | groups | why |",
        "| --- | --: | --- |",
        *(
            f"| {name} | {schema['natural'].reasons[name]} | {why} |"
            for _, name, why in LEFT_OPEN
            if schema["natural"].reasons[name]
        ),
        "",
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # pydantic dumps sets in hash order
        os.execve(
            sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"}
        )
    measured = measure()
    for name, scores in measured.items():
        for mode, result in scores.items():
            counts = f"imported {result.imported}  changed {result.changed}"
            print(f"{name:8} {mode:8} {result}  {counts}")
    if "--write" in sys.argv:
        TABLE.write_text(conformance_page(measured), "utf-8")
        SCORES.write_text(json.dumps(perfect_counts(measured), indent=2) + "\n", "utf-8")
