"""Files are stored, attached by their owner, read by visibility, and gone when nobody used them."""

import os
import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.uploads import registry
from accounts.uploads.actions import attach_uploads, delete_uploads, store_upload
from accounts.uploads.models import Upload
from accounts.uploads.queries import readable_upload
from accounts.uploads.refusals import (
    TooManyUploads,
    UploadEmpty,
    UploadsUnavailable,
    UploadTooLarge,
    UploadTypeRefused,
)
from accounts.uploads.sweep import sweep_expired, sweep_orphans
from outbox import periodic
from tests.accounts.uploads.files import EXE, sent

pytestmark = pytest.mark.django_db

DAY = timedelta(hours=24)


@pytest.fixture
def upload(cast, now):
    return store_upload(sent(), by=cast["customer"], now=now)


def row(upload):
    return Upload.objects.values_list("reference", "expires_at").get(pk=upload.pk)


def test_a_file_is_kept_under_its_own_id(cast, now, stored):
    upload = store_upload(sent(b"name\n", "../list.csv", "image/png"), by=cast["customer"], now=now)

    kept = Upload.objects.get()
    assert (kept.pk, kept.owner, kept.name) == (upload.pk, cast["customer"], "list.csv")
    assert (kept.type, kept.size) == ("text/csv", 5)
    assert (kept.reference, kept.created_at, kept.expires_at) == ("", now, now + DAY)
    assert stored() == [f"2026/12/01/{upload.pk}"]
    with kept.file.open() as file:
        assert file.read() == b"name\n"


def test_a_file_without_a_name_is_kept_too(cast, now):
    assert store_upload(ContentFile(b"hello"), by=cast["customer"], now=now).name == "file.txt"


@pytest.mark.parametrize(
    ("content", "refusal", "code"),
    [
        (b"", UploadEmpty, "upload_empty"),
        (b"x" * 101, UploadTooLarge, "upload_too_large"),
        (EXE[:90], UploadTypeRefused, "upload_type_refused"),
    ],
)
def test_what_is_refused_leaves_nothing(cast, now, settings, stored, content, refusal, code):
    settings.UPLOADS_MAX_BYTES = 100

    with pytest.raises(refusal) as refused:
        store_upload(sent(content), by=cast["customer"], now=now)

    assert refused.value.code == code
    assert Upload.objects.count() == 0
    assert stored() == []


def test_a_file_of_just_the_limit_is_taken(cast, now, settings):
    settings.UPLOADS_MAX_BYTES = 100

    assert store_upload(sent(b"x" * 100), by=cast["customer"], now=now).size == 100


def test_nobody_hoards_unattached_files(cast, now, settings):
    settings.UPLOADS_MAX_UNATTACHED = 2
    customer = cast["customer"]
    first, _second = (store_upload(sent(), by=customer, now=now) for _ in range(2))

    with pytest.raises(TooManyUploads):
        store_upload(sent(), by=customer, now=now)
    attach_uploads([first.pk], to="box:customer", by=customer, now=now)
    store_upload(sent(), by=customer, now=now)

    assert Upload.objects.count() == 3


def test_the_owner_attaches_and_may_do_so_again(cast, now, upload):
    customer = cast["customer"]
    other = store_upload(sent(), by=customer, now=now)

    attached = attach_uploads([other.pk, str(upload.pk)], to="box:customer", by=customer, now=now)

    assert [(one.pk, one.reference, one.expires_at) for one in attached] == [
        (other.pk, "box:customer", None),
        (upload.pk, "box:customer", None),
    ]
    assert row(upload) == row(other) == ("box:customer", None)
    # The same form again, a month later and by the reviewer who corrects it.
    again = attach_uploads([upload.pk], to="box:customer", by=cast["reviewer"], now=now + 30 * DAY)
    assert [one.pk for one in again] == [upload.pk]
    assert row(upload) == ("box:customer", None)


def test_nothing_to_attach_is_nothing_attached(cast, now):
    assert attach_uploads([], to="box:customer", by=cast["customer"], now=now) == []


def test_all_are_attached_or_none_and_the_refused_are_named(cast, now, upload):
    customer = cast["customer"]
    foreign = store_upload(sent(), by=cast["stranger"], now=now)
    expired = store_upload(sent(), by=customer, now=now - DAY)
    elsewhere = store_upload(sent(), by=customer, now=now)
    attach_uploads([elsewhere.pk], to="box:rival", by=customer, now=now)
    unknown = uuid.uuid4()
    bad = [foreign.pk, expired.pk, elsewhere.pk, unknown, "no-uuid"]

    with pytest.raises(UploadsUnavailable) as refused:
        attach_uploads([upload.pk, *bad], to="box:customer", by=customer, now=now)

    assert refused.value.ids == [str(one) for one in bad]
    assert [error["loc"] for error in refused.value.errors] == [[str(one)] for one in bad]
    assert row(upload) == ("", now + DAY)
    assert row(foreign) == ("", now + DAY)
    assert row(expired) == ("", now)
    assert row(elsewhere) == ("box:rival", None)


def test_files_are_not_attached_where_nobody_could_read_them(cast, now, upload):
    with pytest.raises(LookupError, match="'crate'"):
        attach_uploads([upload.pk], to="crate:1", by=cast["customer"], now=now)

    assert row(upload) == ("", now + DAY)


def test_an_unattached_file_is_its_owners_alone_until_it_expires(cast, now, upload):
    def may_read(username, at):
        try:
            return readable_upload(upload.pk, user=cast[username], now=at).pk == upload.pk
        except Upload.DoesNotExist:
            return False

    assert may_read("customer", now + DAY - timedelta(seconds=1))
    assert not may_read("customer", now + DAY)
    assert [name for name in cast if may_read(name, now)] == ["customer"]


def test_an_attached_file_follows_what_it_is_attached_to(cast, now, upload):
    attach_uploads([upload.pk], to="box:reviewer", by=cast["customer"], now=now)

    assert readable_upload(upload.pk, user=cast["reviewer"], now=now + 400 * DAY) == upload
    for name in ("customer", "stranger", "admin"):
        with pytest.raises(Upload.DoesNotExist):
            readable_upload(upload.pk, user=cast[name], now=now)


def test_two_readers_cannot_have_one_prefix():
    with pytest.raises(ValueError, match="'box'"):
        registry.readers("box")(lambda user, upload: True)


def test_what_nobody_used_is_swept_with_its_file(
    cast, now, upload, stored, django_capture_on_commit_callbacks
):
    kept = store_upload(sent(), by=cast["customer"], now=now)
    attach_uploads([kept.pk], to="box:customer", by=cast["customer"], now=now)
    later = store_upload(sent(), by=cast["customer"], now=now + timedelta(seconds=1))

    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_expired(now + DAY) == 1

    assert set(Upload.objects.values_list("pk", flat=True)) == {kept.pk, later.pk}
    assert stored() == sorted(f"2026/12/01/{one.pk}" for one in (kept, later))
    assert sweep_expired(now + DAY) == 0


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_row_and_file(upload, stored):
    with pytest.raises(RuntimeError), transaction.atomic():
        assert delete_uploads([Upload.objects.get()]) == 1
        raise RuntimeError

    assert Upload.objects.count() == 1
    assert stored() == [f"2026/12/01/{upload.pk}"]


def test_files_without_a_row_are_swept_once_they_are_old_enough(now, upload, storage, stored):
    kept, old, fresh = f"2026/12/01/{upload.pk}", "2026/11/30/old", "2026/12/01/fresh"
    for path in (old, fresh):
        storage.save(path, ContentFile(b"x"))
    hours_ago = {kept: 50, old: 2, fresh: 0}
    for path, hours in hours_ago.items():
        at = (now - timedelta(hours=hours)).timestamp()
        os.utime(storage.path(path), (at, at))

    assert sweep_orphans(now) == 1

    assert stored() == sorted([kept, fresh])


def test_an_empty_storage_is_swept_without_complaint(now):
    assert sweep_orphans(now) == 0


def test_the_timers_know_both_sweeps():
    every = {job.name: job.every for job in periodic.jobs()}

    assert every["uploads expired"] == timedelta(minutes=10)
    assert every["uploads without rows"] == timedelta(days=1)


def test_a_row_expires_exactly_while_it_is_unattached(upload):
    for change in ({"reference": "box:customer"}, {"expires_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Upload.objects.update(**change)
