"""Periodic jobs run once per interval, whoever runs them."""

from datetime import UTC, datetime, timedelta

import pytest

from outbox import periodic
from outbox.models import PeriodicJob

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch):
    monkeypatch.setattr(periodic, "_jobs", {})


def test_a_job_runs_at_once_and_then_once_per_interval():
    ran = []
    periodic.register("count", MINUTE, ran.append)

    assert periodic.run_due(now=NOW) == ["count"]
    assert periodic.run_due(now=NOW) == []
    assert periodic.run_due(now=NOW + MINUTE - timedelta(seconds=1)) == []
    assert periodic.run_due(now=NOW + MINUTE) == ["count"]

    assert ran == [NOW, NOW + MINUTE]


def test_a_pause_does_not_pile_runs_up():
    ran = []
    periodic.register("count", MINUTE, ran.append)
    periodic.run_due(now=NOW)
    periodic.run_due(now=NOW + 100 * MINUTE)
    periodic.run_due(now=NOW + 100 * MINUTE)
    assert len(ran) == 2


def test_a_failing_job_is_kept_on_its_row_and_stops_nobody():
    ran = []

    def fail(now):
        raise RuntimeError("the disk is full")

    periodic.register("bad", MINUTE, fail)
    periodic.register("good", MINUTE, ran.append)

    assert periodic.run_due(now=NOW) == ["bad", "good"]

    assert ran == [NOW]
    assert PeriodicJob.objects.get(name="bad").last_error == "RuntimeError: the disk is full"
    assert PeriodicJob.objects.get(name="bad").next_at == NOW + MINUTE
    assert PeriodicJob.objects.get(name="good").last_error == ""


def test_another_process_that_was_first_leaves_nothing_to_run():
    ran = []
    periodic.register("count", MINUTE, ran.append)
    PeriodicJob.objects.create(name="count", next_at=NOW + MINUTE)
    assert periodic.run_due(now=NOW) == []
    assert ran == []


def test_a_name_is_taken_once():
    periodic.register("count", MINUTE, print)
    periodic.register("count", MINUTE, print)
    with pytest.raises(ValueError, match="'count' is already registered"):
        periodic.register("count", MINUTE, repr)
