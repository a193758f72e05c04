"""Two callers want one file: the row lock lets one of them have it."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection

from accounts.uploads import actions
from accounts.uploads.actions import attach_uploads, store_upload
from accounts.uploads.models import Upload, UploadQuerySet
from accounts.uploads.refusals import UploadsUnavailable
from accounts.uploads.sweep import sweep_expired
from tests.accounts.uploads.files import sent

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs row locks"),
]


@pytest.fixture
def slow_decision(monkeypatch):
    """Whoever has judged a file waits for the other, for a second: time enough to overtake."""
    barrier = Barrier(2)
    judge = actions._attachable

    def judged(*args, **options):
        verdict = judge(*args, **options)
        # Broken: the other is held by the lock, as it should be.
        with suppress(BrokenBarrierError):
            barrier.wait(timeout=1)
        return verdict

    monkeypatch.setattr(actions, "_attachable", judged)


def attach_from_two_sides(customer, now):
    upload = store_upload(sent(), by=customer, now=now)
    start, outcomes = Barrier(2), []

    def attach(reference):
        start.wait()
        try:
            attach_uploads([upload.pk], to=reference, by=customer, now=now)
            outcomes.append("attached")
        except UploadsUnavailable:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=attach, args=(f"box:{name}",)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_one_of_two_attaches(cast, now, slow_decision):
    assert attach_from_two_sides(cast["customer"], now) == ["attached", "refused"]


def test_the_control_without_the_lock_both_believe_they_did(cast, now, slow_decision, monkeypatch):
    monkeypatch.setattr(UploadQuerySet, "select_for_update", lambda self, **options: self)

    assert attach_from_two_sides(cast["customer"], now) == ["attached", "attached"]


def attach_while_sweeping(customer, now, monkeypatch):
    """The owner attaches at the last moment, the sweep comes a second after it."""
    upload = store_upload(sent(), by=customer, now=now)
    last_moment = now + timedelta(hours=24) - timedelta(seconds=1)
    judged, judge = Barrier(2), actions._attachable
    swept = []

    def judged_then_wait(*args, **options):
        verdict = judge(*args, **options)
        judged.wait()
        sweeper.join(timeout=1)
        return verdict

    def sweep():
        judged.wait()
        try:
            swept.append(sweep_expired(last_moment + timedelta(seconds=2)))
        finally:
            connection.close()

    monkeypatch.setattr(actions, "_attachable", judged_then_wait)
    sweeper = Thread(target=sweep)
    sweeper.start()
    attach_uploads([upload.pk], to="box:customer", by=customer, now=last_moment)
    sweeper.join()
    return swept, list(Upload.objects.values_list("pk", "reference")), upload


def test_the_sweep_spares_what_is_being_attached(cast, now, storage, monkeypatch):
    swept, rows, upload = attach_while_sweeping(cast["customer"], now, monkeypatch)

    assert (swept, rows) == ([0], [(upload.pk, "box:customer")])
    assert storage.exists(upload.file.name)


def test_the_control_without_the_lock_the_sweep_takes_it(cast, now, storage, monkeypatch):
    monkeypatch.setattr(UploadQuerySet, "select_for_update", lambda self, **options: self)

    swept, rows, upload = attach_while_sweeping(cast["customer"], now, monkeypatch)

    assert (swept, rows) == ([1], [])
    assert not storage.exists(upload.file.name)
