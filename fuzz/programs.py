"""The table of programs, and how one runs in several processes."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from types import MappingProxyType
from typing import Final

from fuzz.findings import Findings, try_inputs

ROUNDS: Final = 10
CHUNK: Final = 100
MAX_CHUNKS: Final = 50
"""A process ends after so many chunks: pydantic keeps what it has made of each class."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program: its share of all inputs, and the promise that it shows."""

    share: float
    promise: str


PROGRAMS: Final[Mapping[str, Program]] = MappingProxyType({
    "injection": Program(0.4, "No text of an input becomes code."),
    "mutation": Program(0.48, "Any input is read or refused, in little time, and what is written can be imported."),
    "commands": Program(0.025, "Any command ends with an exit code and messages, whatever is in its folder."),
    "remote": Program(0.02, "Whatever a server answers, a run ends in time and connects to no other place."),
    "outside": Program(0.05, "No file outside the output is written, none outside the inputs is read."),
    "determinism": Program(0.005, "The same inputs give the same bytes."),
    "disk": Program(0.0175, "When the disk fails, all files are the old or the new ones, and the next run works."),
    "kill": Program(0.0025, "A package has all the old or all the new files at every moment."),
})  # fmt: skip


def run_programs(
    numbers: Mapping[str, range], seed: int, jobs: int, record: dict[str, Findings]
) -> None:
    """Try the inputs with these numbers of some programs, in turn, and add what is found to `record`.

    Each program has a part of its inputs in each round, so that a run that is stopped has tried all of them.
    """
    for round in range(ROUNDS):
        for name, all_numbers in numbers.items():
            start, end = (len(all_numbers) * edge // ROUNDS for edge in (round, round + 1))
            findings = record.setdefault(name, Findings())
            if start < end:
                for chunk in _run_chunks(name, seed, all_numbers[start:end], jobs):
                    findings.add(chunk)


def _run_chunks(name: str, seed: int, numbers: range, jobs: int) -> Iterator[Findings]:
    """Try inputs in other processes; yield what is found when it is found."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(jobs, _ignore_interrupt, maxtasksperchild=MAX_CHUNKS) as pool:
        yield from pool.imap_unordered(partial(try_chunk, name, seed), _chunks(numbers))


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the main process, which ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _chunks(numbers: range) -> Iterator[range]:
    return (numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK))


def try_chunk(name: str, seed: int, numbers: range) -> Findings:
    """Try some inputs of a program in this process."""
    return try_inputs(name, import_module(f"fuzz.{name}").try_input, seed, numbers)
