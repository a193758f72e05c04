"""Case W: pages created and published one after the other, by several writers at once.

By ``/api/cms/v3/``, which also writes documents, listings and versions; against Wagtail's third
API on the same page model, which writes the page alone.
"""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from random import Random
from statistics import quantiles
from typing import Any

from benchmarks.delivery.cases import PLAIN, SERVERS, V3, WRITE
from benchmarks.delivery.database import Database
from benchmarks.delivery.dataset import texts
from benchmarks.delivery.results import Fixed, Row, Sample, rows
from benchmarks.delivery.rounds import Plan, in_turn
from benchmarks.delivery.servers import HOST, NotServed, Server
from benchmarks.delivery.usage import usage

WRITERS = 4
PATHS = {PLAIN: "/api/cms/v3/pages/", V3: "/api/v3/pages/"}
CREATED = 201


@dataclass(frozen=True)
class Place:
    """Where pages are created, and by whom."""

    parent: int
    category: int
    token: str


def measure_writing(
    servers: dict[str, Server], database: Database, place: Place, plan: Plan
) -> list[Row]:
    """Raises ``NotServed`` where a page is refused."""
    numbers = count(1)
    samples: dict[str, list[Sample]] = {name: [] for name in PATHS}
    sizes: dict[str, Fixed] = {}
    for name, path in PATHS.items():
        answer = _write(servers[SERVERS[name]].port, path, place, next(numbers))
        sizes[name] = Fixed(len(answer), None)
    for turn in range(plan.rounds):
        for name in in_turn(list(PATHS), turn):
            server = servers[SERVERS[name]]
            samples[name].append(
                _sample(
                    server,
                    database,
                    plan.seconds,
                    lambda port=server.port, path=PATHS[name]: _write(
                        port, path, place, next(numbers)
                    ),
                )
            )
    return rows(WRITE, samples, sizes)


def _sample(server: Server, database: Database, seconds: int, write: Callable[[], bytes]) -> Sample:
    before, began = usage(server.pid, database), time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        each = [pool.submit(_until, began + seconds, write) for _writer in range(WRITERS)]
        times = [taken for done in each for taken in done.result()]
    lasted, after = time.perf_counter() - began, usage(server.pid, database)
    hundredths = quantiles(times, n=100)
    return Sample(
        per_second=len(times) / lasted,
        p50=hundredths[49] * 1000,
        p99=hundredths[98] * 1000,
        server_ms=(after.server - before.server) * 1000 / len(times),
        database_ms=after.database_since(before) * 1000 / len(times),
        memory=after.memory,
    )


def _until(end: float, write: Callable[[], bytes]) -> list[float]:
    """Seconds that each page took."""
    times = []
    while (began := time.perf_counter()) < end:
        write()
        times.append(time.perf_counter() - began)
    return times


def _write(port: int, path: str, place: Place, number: int) -> bytes:
    headers = {"Authorization": f"Bearer {place.token}", "Content-Type": "application/json"}
    connection = HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("POST", path, json.dumps(_page(place, number)), headers)
        response = connection.getresponse()
        content = response.read()
    finally:
        connection.close()
    if response.status != CREATED:
        raise NotServed(f"{path} answers {response.status}: {content!r}")
    return content


def _page(place: Place, number: int) -> dict[str, Any]:
    random = Random(number)
    return {
        "meta": {
            "type": "services.ServicePage",
            "parent_id": place.parent,
            "action": "publish",
        },
        "title": f"Written window cleaning {number}",
        "slug": f"written-{number:06}",
        "category_id": place.category,
        "summary": texts.summary(random, texts.EN),
        "price": 12900,
        "unit": "visit",
        "duration": 90,
        "tags": list(texts.TAGS[:3]),
        "body": texts.blocks(random, texts.EN),
    }
