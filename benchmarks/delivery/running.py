"""One run: databases and servers made, cases measured, everything thrown away."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg

from benchmarks.delivery.cases import (
    CATEGORY,
    DOORSTEP,
    KEY,
    PLAIN,
    READS,
    RIVALS,
    SERVERS,
    WRITE,
    Known,
    Request,
    requests,
)
from benchmarks.delivery.database import Database, database_for, django_command, prepare
from benchmarks.delivery.results import Row
from benchmarks.delivery.rounds import Plan, measure
from benchmarks.delivery.servers import Server, serving
from benchmarks.delivery.writing import Place, measure_writing

NOT_FOUND_YET = 400


@contextmanager
def prepared(services: int, *, keep: bool) -> Iterator[Database]:
    """The database with so many services, taken from an earlier run where it was kept."""
    database = database_for(services)
    prepare(database, services)
    try:
        yield database
    finally:
        if not keep:
            database.drop()


def run(
    database: Database, cases: Iterable[str], plan: Plan, *, port: int, workers: int
) -> list[Row]:
    """Every case in turn, the writing last and on a copy."""
    known = _known(database)
    found = []
    reads = [case for case in READS if case in cases]
    with serving(database, port=port, workers=workers) as servers:
        for case in reads:
            asked = requests(case, known)
            if _answers(servers, asked[PLAIN], case):
                print(f"{case} …", flush=True)
                found += measure(case, asked, servers, database, plan)
    if WRITE in cases:
        print(f"{WRITE} …", flush=True)
        found += _written(database, known, plan, port=port, workers=workers)
    return found


def speeds(
    database: Database, cases: Iterable[str], plan: Plan, *, port: int, workers: int
) -> dict[str, float]:
    """Answers per second of the product alone, by case."""
    known = _known(database)
    found = {}
    with serving(database, port=port, workers=workers, names=(DOORSTEP,)) as servers:
        for case in READS:
            request = requests(case, known)[PLAIN]
            if case in cases and _answers(servers, request, case):
                (row,) = measure(case, {PLAIN: request}, servers, database, plan)
                found[case] = row.per_second
    return found


def _answers(servers: dict[str, Server], request: Request, case: str) -> bool:
    answered = servers[SERVERS[PLAIN]].ask(request).status != NOT_FOUND_YET
    if not answered:
        print(f"{case}: left out, for this version does not know the parameters {request.path}")
    return answered


def _known(database: Database) -> Known:
    with psycopg.connect(database.own_url) as connection:
        page = _one(
            connection,
            "SELECT p.id FROM wagtailcore_page p JOIN wagtailcore_locale l ON l.id = p.locale_id "
            "WHERE p.slug = %s AND l.language_code = 'en'",
            KEY,
        )
        category = _one(connection, "SELECT id FROM services_category WHERE key = %s", CATEGORY)
    token = django_command(database, "issue_token", "benchmark").strip()
    return Known(page=page, category=category, token=token, today=datetime.now(UTC).date())


def _one(connection: psycopg.Connection, query: str, value: str) -> int:
    row = connection.execute(query, [value]).fetchone()
    if row is None:
        raise LookupError(f"The database has no {value}: drop it, and it is built again.")
    return int(row[0])


def _written(database: Database, known: Known, plan: Plan, *, port: int, workers: int) -> list[Row]:
    copy = Database(database.url, f"{database.name}_written")
    copy.drop()
    copy.create(template=database.name)
    try:
        with psycopg.connect(copy.own_url) as connection:
            parent = _one(
                connection,
                "SELECT p.id FROM wagtailcore_page p JOIN wagtailcore_locale l "
                "ON l.id = p.locale_id WHERE p.slug = %s AND l.language_code = 'en'",
                "services",
            )
        place = Place(parent=parent, category=known.category, token=known.token)
        with serving(copy, port=port, workers=workers, names=(DOORSTEP, RIVALS)) as servers:
            return measure_writing(servers, copy, place, plan)
    finally:
        copy.drop()
