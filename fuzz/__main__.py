"""Run the programs and print what they find; the exit code is 1 if a promise does not hold.

Ctrl-C or SIGTERM stops the run: what was tried until then is printed, and written with `--write`.
"""

from __future__ import annotations

import argparse
import signal
import sys

from fuzz.findings import Findings
from fuzz.programs import PROGRAMS, run_programs
from fuzz.record import write_record

INPUTS = 200_000


def main() -> int:
    """Run the programs that the arguments name."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("programs", nargs="*", choices=[[], *PROGRAMS], metavar="NAME", default=[])
    parser.add_argument("--inputs", type=int, help=f"of each program; {INPUTS:,} of all by default")
    parser.add_argument("--seed", type=int, default=0, help="another seed gives other inputs")
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--jobs", type=int, default=2, help="processes at the same time")
    parser.add_argument("--write", action="store_true", help="write the figures into SECURITY.md")
    arguments = parser.parse_args()
    numbers = {
        name: range(
            arguments.first,
            arguments.first + (arguments.inputs or round(INPUTS * PROGRAMS[name].share)),
        )
        for name in arguments.programs or PROGRAMS
    }
    record: dict[str, Findings] = {}
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run_programs(numbers, arguments.seed, arguments.jobs, record)
    except KeyboardInterrupt:
        print("stopped")
    show(record)
    if arguments.write:
        write_record(record)
    return int(any(findings.failures for findings in record.values()))


def show(record: dict[str, Findings]) -> None:
    """Print what became of the inputs of each program, and the first failures."""
    for name, findings in record.items():
        outcomes = ", ".join(
            f"{count:,} {outcome}" for outcome, count in sorted(findings.outcomes.items())
        )
        print(f"{name}: {findings.inputs:,} inputs in {findings.seconds:.0f} s: {outcomes}")
        for failure in findings.failures[:20]:
            print(f"  {failure}")


if __name__ == "__main__":
    sys.exit(main())
