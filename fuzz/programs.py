"""The table of programs, and how one runs in several processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from types import MappingProxyType
from typing import Final

from fuzz.findings import Findings, try_inputs

CHUNK: Final = 200
MAX_CHUNKS: Final = 25
"""A process ends after so many chunks: pydantic keeps what it has made of each class."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program: its share of all inputs, and the promise that it shows."""

    share: float
    promise: str


PROGRAMS: Final[Mapping[str, Program]] = MappingProxyType({
    "injection": Program(0.4, "No text of an input becomes code."),
    "mutation": Program(0.525, "Any input is read or refused, in little time, and what is written can be imported."),
    "outside": Program(0.05, "No file outside the output is written, none outside the inputs is read."),
    "determinism": Program(0.005, "The same inputs give the same bytes."),
    "disk": Program(0.0175, "When the disk fails, all files are the old or the new ones, and the next run works."),
    "kill": Program(0.0025, "A package has all the old or all the new files at every moment."),
})  # fmt: skip


def run_program(name: str, seed: int, numbers: range, jobs: int = 1) -> Findings:
    """Try the inputs of a program with these numbers."""
    findings = Findings()
    if jobs == 1:
        findings.add(try_chunk(name, seed, numbers))
        return findings
    context = multiprocessing.get_context("spawn")
    with context.Pool(jobs, maxtasksperchild=MAX_CHUNKS) as pool:
        for chunk in pool.imap_unordered(partial(try_chunk, name, seed), _chunks(numbers)):
            findings.add(chunk)
    return findings


def _chunks(numbers: range) -> Iterator[range]:
    return (numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK))


def try_chunk(name: str, seed: int, numbers: range) -> Findings:
    """Try some inputs of a program in this process."""
    return try_inputs(name, import_module(f"fuzz.{name}").try_input, seed, numbers)
