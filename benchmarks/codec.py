"""Print how long dataclasses take to be read from JSON objects and to be written.

`python benchmarks/codec.py` compares the codec of generated dataclasses with cattrs, mashumaro and
hand-written code, on one class and the same payloads. A library that is not installed is left out.
The functions take turns; each time is the least of several turns. `docs/speed.md` has the table of one run.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1] / "generator"))

from docmodels.targets.dataclass.codec import decode, encode

Read = Callable[[dict[str, Any]], Any]
Write = Callable[[Any], dict[str, Any]]

PAYLOADS = 2_000
RUNS = 7
MIXIN = find_spec("mashumaro") is not None
if MIXIN:
    from mashumaro import DataClassDictMixin
    from mashumaro.config import BaseConfig

    class Base(DataClassDictMixin):
        """The methods of mashumaro, with wire names and without null."""

        class Config(BaseConfig):
            """The configuration of all classes."""

            serialize_by_alias = True
            omit_none = True
            aliases = {  # noqa: RUF012
                "captain": "captainName",
                "created_at": "createdAt",
                "arrives_on": "arrivesOn",
            }

else:

    class Base:  # type: ignore[no-redef]
        """Stands for the base class of mashumaro."""


class State(StrEnum):
    """How far a berth is."""

    FREE = "free"
    TAKEN = "taken"


@dataclass(kw_only=True)
class Line(Base):
    """A part of the object."""

    item: str
    count: int
    price: float
    note: str | None = None


@dataclass(kw_only=True)
class Booking(Base):
    """The object: 13 fields, two of them lists."""

    id: UUID
    state: State
    captain: str = field(metadata={"name": "captainName"})
    created_at: datetime = field(metadata={"name": "createdAt"})
    arrives_on: date = field(metadata={"name": "arrivesOn"})
    length: float
    crew: int
    insured: bool
    lines: list[Line]
    labels: list[str]
    remark: str | None = None
    phone: str | None = None
    details: dict[str, str] | None = None


def payload(number: int) -> dict[str, Any]:
    """Return a JSON object."""
    return {
        "id": str(UUID(int=number)),
        "state": "free" if number % 2 else "taken",
        "captainName": f"Captain {number}",
        "createdAt": "2024-05-06T07:08:09+02:00",
        "arrivesOn": "2024-05-07",
        "length": 12.5,
        "crew": number % 9,
        "insured": True,
        "lines": [{"item": f"rope {i}", "count": i, "price": 2.5} for i in range(2)],
        "labels": ["north", "short"],
        "remark": "late",
        "details": {"flag": "green"},
    }


def read_by_hand(data: dict[str, Any]) -> Booking:
    """Read an object without any check."""
    return Booking(
        id=UUID(data["id"]),
        state=State(data["state"]),
        captain=data["captainName"],
        created_at=datetime.fromisoformat(data["createdAt"]),
        arrives_on=date.fromisoformat(data["arrivesOn"]),
        length=data["length"],
        crew=data["crew"],
        insured=data["insured"],
        lines=[
            Line(item=line["item"], count=line["count"], price=line["price"], note=line.get("note"))
            for line in data["lines"]
        ],
        labels=data["labels"],
        remark=data.get("remark"),
        phone=data.get("phone"),
        details=data.get("details"),
    )


def write_by_hand(booking: Booking) -> dict[str, Any]:
    """Write an object."""
    lines: list[dict[str, Any]] = []
    for line in booking.lines:
        written = {"item": line.item, "count": line.count, "price": line.price}
        lines.append(written if line.note is None else {**written, "note": line.note})
    optional = {"remark": booking.remark, "phone": booking.phone, "details": booking.details}
    return {
        "id": str(booking.id),
        "state": booking.state.value,
        "captainName": booking.captain,
        "createdAt": booking.created_at.isoformat(),
        "arrivesOn": booking.arrives_on.isoformat(),
        "length": booking.length,
        "crew": booking.crew,
        "insured": booking.insured,
        "lines": lines,
        "labels": booking.labels,
        **{name: value for name, value in optional.items() if value is not None},
    }


def with_cattrs() -> tuple[Read, Write]:
    """Return a converter of cattrs with wire names, dates and UUIDs."""
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

    converter = Converter(omit_if_default=True)
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(UUID, lambda text, _: UUID(text))
    converter.register_unstructure_hook(UUID, str)
    names = {
        attribute.name: override(rename=attribute.metadata["name"])
        for attribute in dataclasses.fields(Booking)
        if attribute.metadata
    }
    converter.register_structure_hook(Booking, make_dict_structure_fn(Booking, converter, **names))
    unstructure = make_dict_unstructure_fn(
        Booking, converter, _cattrs_omit_if_default=True, **names
    )
    converter.register_unstructure_hook(Booking, unstructure)
    return lambda data: converter.structure(data, Booking), converter.unstructure


def with_mashumaro() -> tuple[Read, Write]:
    """Return the methods that mashumaro adds."""
    return Booking.from_dict, Booking.to_dict  # type: ignore[attr-defined, unused-ignore]


def time_of(function: Callable[[Any], object], values: list[Any]) -> float:
    """Return the microseconds of processor time that the function takes for one of the values."""
    start = time.process_time()
    for value in values:
        function(value)
    return (time.process_time() - start) / len(values) * 1e6


def contenders() -> Mapping[str, tuple[Read, Write]]:
    """Return what is compared, by name."""
    functions: dict[str, tuple[Read, Write]] = {
        "docmodels": (lambda data: decode(Booking, data), encode),
        "by hand, no checks": (read_by_hand, write_by_hand),
    }
    libraries = {"cattrs": with_cattrs, "mashumaro": with_mashumaro}
    return functions | {name: make() for name, make in libraries.items() if find_spec(name)}


def main() -> None:
    """Print the table."""
    payloads = [payload(number) for number in range(PAYLOADS)]
    functions = contenders()
    times: dict[str, list[tuple[float, float]]] = {}
    for name, (read, write) in RUNS * [*functions.items()]:
        bookings = [read(data) for data in payloads]  # new ones: Python 3.11 is slower at first
        assert [write(read(data)) for data in payloads] == payloads, name
        row = time_of(read, payloads), time_of(write, bookings)
        times.setdefault(name, []).append(row)
    print("| | read, µs | write, µs |\n| --- | --- | --- |")
    for name, rows in times.items():
        print(f"| {name} | {min(row[0] for row in rows):.1f} | {min(row[1] for row in rows):.1f} |")


if __name__ == "__main__":
    main()
