"""Balancers learn whether the process answers and whether it can work."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from config import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    monkeypatch.setattr(health, "_migrated", set())


@override_settings(ALLOWED_HOSTS=["doorstep.example"])
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_both_answer_to_any_host_name(client, path):
    response = client.get(path, headers={"host": "10.0.0.7"})
    assert response.status_code == 200
    assert response.json()["status"] == "ok"


def test_a_missing_migration_is_named(client):
    MigrationRecorder.Migration.objects.filter(app="outbox").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "missing": ["migrations"]}
    assert client.get("/healthz").status_code == 200


def test_migrations_are_looked_at_until_they_are_applied(client, django_assert_num_queries):
    assert client.get("/readyz").status_code == 200
    with django_assert_num_queries(1):
        assert client.get("/readyz").status_code == 200


def test_a_database_that_does_not_answer_is_named(client, monkeypatch):
    def refuse(*arguments):
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        patch.setattr(connection, "close", lambda: None)
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "missing": ["database"]}
