"""Measuring in a database of its own, and what is printed of it."""

import shutil

from django.conf import settings
from django.db import connection

from benchmarks import simulating
from benchmarks.bounds import missed
from benchmarks.measuring import count, measure
from benchmarks.preparing import prepare
from benchmarks.table import table


def main(cases: int) -> int:
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        runs = prepare()
        queries = count(runs)
        times = measure(runs, cases=cases)
        pure = simulating.measure()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        shutil.rmtree(settings.VAR_DIR)
    print(f"{connection.vendor}, {cases} cases\n")
    print(table(times, queries))
    print("\n" + "\n".join(f"{name}: {taken:.0f} ms" for name, taken in pure.items()))
    problems = [*missed(times, queries), *simulating.missed(pure)]
    print("\n".join(["", *problems]) if problems else "\nEvery bound is kept.")
    return 1 if problems else 0
