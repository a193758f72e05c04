"""Timing two or more runs side by side, and counting their queries.

Every step is done by all runs directly one after the other, in each order equally often: whatever
else the machine does, and whatever one leaves in its caches for the next, meets all of them. What
is compared is the ratio within such a group, and what is told is its median over all cases.
"""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import permutations
from statistics import median
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.runs import CLAIM, COMPLETED, START, Run

Runs = Mapping[str, Callable[[], Run]]
WHOLE = "the whole case"


@dataclass
class Times:
    """Seconds of each run, by step and in the order of the cases."""

    seconds: dict[str, dict[str, list[float]]] = field(default_factory=dict)

    def add(self, step: str, run: str, seconds: float) -> None:
        self.seconds.setdefault(step, {}).setdefault(run, []).append(seconds)

    def speed(self, step: str, run: str, *, of: str) -> float:
        """How fast ``run`` is as a share of ``of``, the median of the pairs."""
        times = self.seconds[step]
        return median(base / own for own, base in zip(times[run], times[of], strict=True))

    def milliseconds(self, step: str, run: str) -> float:
        return median(self.seconds[step][run]) * 1000


def steps(run: Run) -> Mapping[str, Callable[[], Callable[[], None]]]:
    """What ``run`` does, step by step: each prepares its measured call."""

    def claiming() -> Callable[[], None]:
        found = run.find("queue")
        return lambda: run.claim(found)

    def completing(step: str) -> Callable[[], None]:
        found = run.find(step)
        return lambda: run.complete(found, step)

    prepared = {START: lambda: run.start, CLAIM: claiming}
    for step, label in COMPLETED.items():
        prepared[label] = lambda step=step: completing(step)
    return prepared


def measure(runs: Runs, *, cases: int) -> Times:
    times = Times()
    _run_one(runs, Times(), turn=0)
    gc.collect()
    gc.disable()
    try:
        for case in range(cases):
            _run_one(runs, times, turn=case)
    finally:
        gc.enable()
    return times


def count(runs: Runs) -> dict[str, dict[str, int]]:
    """Queries of each run by step, without those that begin, end and mark transactions."""
    counted: dict[str, dict[str, int]] = {}
    for name, make in runs.items():
        for step, prepare in steps(make()).items():
            call = prepare()
            with CaptureQueriesContext(connection) as context:
                call()
            queries = [query["sql"] for query in context.captured_queries]
            counted.setdefault(step, {})[name] = sum(not _is_bracket(sql) for sql in queries)
    return counted


def _is_bracket(sql: str) -> bool:
    return sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK"))


def _run_one(runs: Runs, times: Times, *, turn: int) -> None:
    under_way = {name: steps(make()) for name, make in runs.items()}
    orders = list(permutations(runs))
    totals = dict.fromkeys(runs, 0.0)
    for step in next(iter(under_way.values())):
        for name in orders[turn % len(orders)]:
            call = under_way[name][step]()
            began = perf_counter()
            call()
            took = perf_counter() - began
            totals[name] += took
            times.add(step, name, took)
    for name, total in totals.items():
        times.add(WHOLE, name, total)
