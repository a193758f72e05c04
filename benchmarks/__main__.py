"""``python -m benchmarks [CASES]``: what compiling costs, and what our records cost.

A case is run as a compiled flow without our records, as a flow written by hand with the same base
and node classes, and by the engine's verbs with all records. Prints a table; ends with an error
where a bound is missed. docs/benchmarks.md says how to read it.
"""

import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from benchmarks.report import main  # noqa: E402 - it needs the models

CASES = 60

if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES))
