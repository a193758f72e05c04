"""``python -m benchmarks.delivery``: what reading and publishing cost, beside others.

Needs PostgreSQL (DATABASE_URL) and wrk. Ends with an error where a bound is missed.
docs/performance.md says how to read it.
"""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from benchmarks.delivery import table
from benchmarks.delivery.bounds import missed
from benchmarks.delivery.cases import TITLES
from benchmarks.delivery.database import NoServer
from benchmarks.delivery.rounds import Plan
from benchmarks.delivery.running import prepared, run, speeds
from benchmarks.delivery.servers import NotServed
from benchmarks.delivery.wrk import Refused

SIZES = (2_000, 20_000, 200_000)


def main() -> int:
    options = _options()
    plan = Plan(options.rounds, options.seconds)
    try:
        with TemporaryDirectory(prefix="doorstep-bench-") as folder:
            # Nothing is written into the repository.
            os.environ["DOORSTEP_VAR"] = folder
            return _growth(options, plan) if options.growth else _compared(options, plan)
    except (NoServer, NotServed, Refused, psycopg.OperationalError) as error:
        print(error, file=sys.stderr)
        return 2


def _compared(options: argparse.Namespace, plan: Plan) -> int:
    with prepared(options.services, keep=options.keep) as database:
        rows = run(database, options.cases, plan, port=options.port, workers=options.workers)
    print(f"\n{options.services:,} services, {plan.rounds} rounds of {plan.seconds} s\n")
    print(table.table(rows))
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1))
    problems = missed(rows)
    print("\n" + ("\n".join(problems) if problems else "Every bound is kept."))
    return 1 if problems else 0


def _growth(options: argparse.Namespace, plan: Plan) -> int:
    found = {}
    for services in options.sizes:
        with prepared(services, keep=options.keep) as database:
            found[services] = speeds(
                database, options.cases, plan, port=options.port, workers=options.workers
            )
    print("\n" + table.growth(found))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delivery")
    parser.add_argument("--services", type=int, default=SIZES[0], help="how many there are")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured")
    parser.add_argument("--seconds", type=int, default=6, help="how long each time")
    parser.add_argument(
        "--cases", type=_cases, default=list(TITLES), help=f"some of {','.join(TITLES)}"
    )
    parser.add_argument("--keep", action="store_true", help="keep the database for another run")
    parser.add_argument("--port", type=int, default=8110, help="the first of three")
    parser.add_argument("--workers", type=int, default=1, help="of each server")
    parser.add_argument("--json", type=Path, help="a file for the numbers")
    parser.add_argument("--growth", action="store_true", help="the product alone, as it grows")
    parser.add_argument(
        "--sizes", type=_sizes, default=list(SIZES), help="of --growth, such as 2000,20000"
    )
    return parser.parse_args()


def _cases(text: str) -> list[str]:
    cases = text.split(",")
    if unknown := [case for case in cases if case not in TITLES]:
        raise argparse.ArgumentTypeError(f"no such case: {', '.join(unknown)}")
    return cases


def _sizes(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


if __name__ == "__main__":
    sys.exit(main())
