"""Run the programs and print what they find; the exit code is 1 if a promise does not hold."""

from __future__ import annotations

import argparse
import sys
import time

from fuzz.findings import Findings
from fuzz.programs import PROGRAMS, run_program
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
    record: dict[str, Findings] = {}
    for name in arguments.programs or PROGRAMS:
        inputs = arguments.inputs or int(INPUTS * PROGRAMS[name].share)
        numbers = range(arguments.first, arguments.first + inputs)
        start = time.monotonic()
        record[name] = findings = run_program(name, arguments.seed, numbers, arguments.jobs)
        outcomes = ", ".join(
            f"{count:,} {outcome}" for outcome, count in sorted(findings.outcomes.items())
        )
        print(f"{name}: {findings.inputs:,} inputs in {time.monotonic() - start:.0f} s: {outcomes}")
        for failure in findings.failures[:20]:
            print(f"  {failure}")
    if arguments.write:
        write_record(record)
    return int(any(findings.failures for findings in record.values()))


if __name__ == "__main__":
    sys.exit(main())
