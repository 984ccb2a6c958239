"""Print how long pydantic models take to read and to write objects.

`python benchmarks/models.py` compares the models that docmodels generates, in each validation, with a
class written by hand and with the class of datamodel-code-generator, on the same 5,000 payloads of 13
fields. The models take turns, so that a busy machine slows all of them. A time is the median of all turns, a
ratio the median of the ratios within one turn. `--write` puts the table into `docs/speed.md`.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from report import ROOT, write_table

sys.path.insert(0, str(ROOT / "generator"))

import docmodels

PAYLOADS = 5_000
TURNS = 21

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Booking",
    "type": "object",
    "required": ["id", "state", "captainName", "createdAt", "arrivesOn", "length", "crew", "lines"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "state": {"enum": ["free", "taken"]},
        "captainName": {"type": "string", "maxLength": 60},
        "createdAt": {"type": "string", "format": "date-time"},
        "arrivesOn": {"type": "string", "format": "date"},
        "length": {"type": "number"},
        "crew": {"type": "integer", "minimum": 0},
        "berth": {"type": "integer"},
        "insured": {"type": "boolean"},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}},
        "labels": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "remark": {"type": "string"},
        "details": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "$defs": {
        "Line": {
            "type": "object",
            "required": ["item", "count", "price"],
            "properties": {
                "item": {"type": "string"},
                "count": {"type": "integer"},
                "price": {"type": "number"},
            },
        }
    },
}

BY_HAND = """
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Line(BaseModel):
    model_config = ConfigDict(CONFIG)

    item: str
    count: int
    price: float


class Booking(BaseModel):
    model_config = ConfigDict(CONFIG)

    id: UUID
    state: Literal["free", "taken"]
    captain_name: Annotated[str, Field(alias="captainName", max_length=60)]
    created_at: datetime = Field(alias="createdAt")
    arrives_on: date = Field(alias="arrivesOn")
    length: float
    crew: Annotated[int, Field(ge=0)]
    berth: int | None = Field(None, exclude_if=lambda value: value is None)
    insured: bool | None = Field(None, exclude_if=lambda value: value is None)
    lines: list[Line]
    labels: list[str] | None = Field(None, exclude_if=lambda value: value is None)
    remark: str | None = Field(None, exclude_if=lambda value: value is None)
    details: dict[str, str] | None = Field(None, exclude_if=lambda value: value is None)
"""
"""The class as written by hand; `CONFIG` stands for its configuration."""

PLAIN = "serialize_by_alias=True"
SAME = 'extra="allow", serialize_by_alias=True, validate_by_name=True'
BASELINE = "by hand, same configuration"
COLUMNS = ("validate_json", "validate_python", "dump_json", "dump_python")


def payload(number: int) -> dict[str, Any]:
    """Return a JSON object with all 13 fields."""
    return {
        "id": str(UUID(int=number)),
        "state": "free" if number % 2 else "taken",
        "captainName": f"Captain {number}",
        "createdAt": "2024-05-06T07:08:09Z",
        "arrivesOn": "2024-05-07",
        "length": 12.5,
        "crew": number % 9,
        "berth": number,
        "insured": True,
        "lines": [{"item": f"rope {i}", "count": i, "price": 2.5} for i in range(2)],
        "labels": ["north", "short", "deep"],
        "remark": "late",
        "details": {"flag": "green", "port": "old"},
    }


def sources() -> Mapping[str, str]:
    """Return the modules to compare, by what they are called in the table."""
    modules = {
        "by hand, no configuration": BY_HAND.replace("CONFIG", PLAIN),
        BASELINE: BY_HAND.replace("CONFIG", SAME),
        "datamodel-code-generator": dcg_source(json.dumps(SCHEMA)),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "booking.json")
        path.write_text(json.dumps(SCHEMA), "utf-8")
        api = docmodels.load(path)
    for validation in ("natural", "strict", "exact"):
        (file,) = docmodels.render(api, output="models.py", validation=validation, notes=[])
        modules[f"docmodels, {validation}"] = file.text
    return modules


def dcg_source(schema: str) -> str:
    """Return the module of datamodel-code-generator, with the same treatment of unknown fields."""
    from datamodel_code_generator import DataModelType, InputFileType, generate

    text = generate(
        schema,
        input_file_type=InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        extra_fields="allow",
        snake_case_field=True,
        use_annotated=True,
        formatters=[],
    )
    return str(text)


def load_class(name: str, source: str, folder: str) -> Any:
    """Import a module from its source, and return its class `Booking`."""
    path = Path(folder, f"model_{abs(hash(name))}.py")
    path.write_text(source, "utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module.Booking


def time_of(function: Callable[[Any], object], values: Sequence[Any]) -> float:
    """Return the microseconds of processor time that the function takes for one of the values."""
    start = time.process_time()
    for value in values:
        function(value)
    return (time.process_time() - start) / len(values) * 1e6


def turn(cls: Any, payloads: list[dict[str, Any]], texts: list[str]) -> tuple[float, ...]:
    """Return the time of each column for one class."""
    objects = [cls.model_validate_json(text) for text in texts]
    validator, serializer = cls.__pydantic_validator__, cls.__pydantic_serializer__
    return (
        time_of(validator.validate_json, texts),
        time_of(validator.validate_python, payloads),
        time_of(serializer.to_json, objects),
        time_of(lambda object: serializer.to_python(object, mode="json"), objects),
    )


def main() -> None:
    """Print the table, or write it."""
    payloads = [payload(number) for number in range(PAYLOADS)]
    texts = [json.dumps(data) for data in payloads]
    times: dict[str, list[tuple[float, ...]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        classes = {name: load_class(name, text, folder) for name, text in sources().items()}
        for cls in classes.values():
            written = cls.model_validate_json(texts[0]).model_dump_json(by_alias=True)
            assert json.loads(written) == payloads[0]
        for _ in range(TURNS):
            for name, cls in classes.items():
                times.setdefault(name, []).append(turn(cls, payloads, texts))
    write_table("models", _table(times))


def _table(times: Mapping[str, list[tuple[float, ...]]]) -> list[str]:
    lines = [f"| µs for each object | {' | '.join(COLUMNS)} |", "| --- " * (len(COLUMNS) + 1) + "|"]
    for name, rows in times.items():
        cells: list[str] = []
        for index in range(len(COLUMNS)):
            median = statistics.median(row[index] for row in rows)
            ratios = (
                row[index] / base[index] for row, base in zip(rows, times[BASELINE], strict=True)
            )
            cells.append(f"{median:.1f} ({statistics.median(ratios):.2f})")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    main()
