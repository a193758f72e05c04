"""``python -m benchmarks [CASES]``: what compiling costs, and what our records cost.

A case is run as a compiled flow without our records, as a flow written by hand with the same base
and node classes, and by the engine's verbs with all records. Prints a table; ends with an error
where a bound is missed. docs/benchmarks.md says how to read it.
"""

import os
import shutil
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from django.conf import settings
from django.db import connection

from benchmarks.bounds import missed
from benchmarks.measuring import count, measure
from benchmarks.preparing import prepare
from benchmarks.table import table

CASES = 60


def main(cases: int) -> int:
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        runs = prepare()
        queries = count(runs)
        times = measure(runs, cases=cases)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        shutil.rmtree(settings.VAR_DIR)
    print(f"{connection.vendor}, {cases} cases\n")
    print(table(times, queries))
    problems = missed(times, queries)
    print("\n".join(["", *problems]) if problems else "\nEvery bound is kept.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES))
