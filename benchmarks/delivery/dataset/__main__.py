"""``python -m benchmarks.delivery.dataset SERVICES``: fills the database of DATABASE_URL."""

import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.delivery.settings"
django.setup()

from benchmarks.delivery.dataset.building import build  # noqa: E402 - it needs the models

if __name__ == "__main__":
    build(int(sys.argv[1]))
