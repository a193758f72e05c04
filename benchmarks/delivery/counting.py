"""``python -m benchmarks.delivery.counting``: how many queries each request takes.

In a process of its own, under the settings that are named in the environment; the requests come
as JSON, ``[[path, headers], …]``, and the second of two alike is counted.
"""

import json
import os
import sys

import django

from benchmarks.delivery.cases import Request
from benchmarks.delivery.database import Database, in_python


def queries(database: Database, settings: str, requests: list[Request]) -> list[int]:
    """Queries of each request, as the server with these settings would do them."""
    asked = json.dumps([[request.path, dict(request.headers)] for request in requests])
    printed = in_python(
        database, "-m", "benchmarks.delivery.counting", asked, settings=settings, capture=True
    )
    counted: list[int] = json.loads(printed)
    return counted


def main() -> None:
    django.setup()
    from django.db import connection  # noqa: PLC0415 - after the settings
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client, counted = Client(), []
    for path, headers in json.loads(sys.argv[1]):
        client.get(path, headers=headers)
        with CaptureQueriesContext(connection) as context:
            client.get(path, headers=headers)
        counted.append(len(context.captured_queries))
    print(json.dumps(counted))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.delivery.settings")
    main()
