"""What a program finds: how many inputs it tried, what became of them, and what breaks a promise."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias


class BrokenPromiseError(Exception):
    """An input shows that a promise does not hold."""


@dataclass(slots=True)
class Findings:
    """The sum over inputs: `outcomes` by name, and `failures`, each with how to repeat it.

    `seconds` are those of all processes.
    """

    inputs: int = 0
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter[str])
    failures: list[str] = field(default_factory=list[str])

    def add(self, other: Findings) -> None:
        """Add the findings of other inputs."""
        self.inputs += other.inputs
        self.seconds += other.seconds
        self.outcomes += other.outcomes
        self.failures += other.failures


Try: TypeAlias = Callable[[random.Random], str]
"""Make an input from random numbers and try it; return what became of it.

Raises `BrokenPromiseError`. Any other exception is a failure, too.
"""


def try_inputs(name: str, try_input: Try, seed: int, numbers: range) -> Findings:
    """Try the inputs with these numbers."""
    findings = Findings()
    start = time.monotonic()
    for number in numbers:
        findings.inputs += 1
        try:
            outcome = try_input(random.Random(f"{name}/{seed}/{number}"))  # noqa: S311  no secret
        except Exception as error:
            outcome = "failed"
            again = f"python -m fuzz {name} --seed {seed} --first {number} --inputs 1"
            findings.failures.append(f"{again}: {type(error).__name__}: {str(error)[:2000]}")
        findings.outcomes[outcome] += 1
    findings.seconds = time.monotonic() - start
    return findings
