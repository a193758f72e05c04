"""A kept connection is asked nothing while it is good, and replaced once the server ended it."""

import psycopg
import pytest
from django.core.signals import request_started
from django.db import connection


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_replaced() -> None:
    def first_query() -> int:
        request_started.send(sender=None)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return int(cursor.fetchone()[0])

    backend = first_query()
    assert connection.health_check_done
    assert first_query() == backend

    ours = connection.get_connection_params()
    with psycopg.connect(**{k: ours[k] for k in ("dbname", "user", "host", "port")}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    assert first_query() != backend
