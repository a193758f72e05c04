"""``uploads/`` as clients meet it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.uploads.actions import attach_uploads
from accounts.uploads.models import Upload
from accounts.users.tokens import issue_token
from tests.accounts.uploads.files import EXE, PDF, image, sent

pytestmark = pytest.mark.django_db

URL = "/api/v1/uploads/"


def send(client, *files, **headers):
    return client.post(URL, {"file": list(files)}, format="multipart", headers=headers)


def problem(response):
    body = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.status_code, body["code"], [error["loc"] for error in body["errors"]]


def test_one_file_is_taken(client_for):
    picture = image("PNG")

    response = send(client_for("customer"), sent(picture, "../me.jpg", "image/jpeg"))

    upload = Upload.objects.get()
    assert (response.status_code, response.json()) == (
        201,
        {
            "id": str(upload.pk),
            "name": "me.jpg.png",
            "type": "image/png",
            "size": len(picture),
        },
    )
    assert upload.owner.username == "customer"


def test_no_file_and_several_files_are_refused(client_for):
    client = client_for("customer")

    assert problem(client.post(URL, {}, format="multipart")) == (422, "invalid", [["file"]])
    assert problem(client.post(URL, {"file": "text"}, format="multipart")) == (
        422,
        "invalid",
        [["file"]],
    )
    assert problem(send(client, sent(), sent())) == (422, "invalid", [["file"]])
    both = {"file": sent(), "other": sent()}
    assert problem(client.post(URL, both, format="multipart")) == (422, "invalid", [["other"]])
    assert Upload.objects.count() == 0


def test_files_that_cannot_be_taken_say_why(client_for, settings):
    settings.UPLOADS_MAX_BYTES = 1000
    client = client_for("customer")

    assert problem(send(client, sent(b""))) == (422, "upload_empty", [["file"]])
    assert problem(send(client, sent(b"x" * 1001))) == (422, "upload_too_large", [["file"]])
    assert problem(send(client, sent(EXE, "a.pdf", "application/pdf"))) == (
        422,
        "upload_type_refused",
        [["file"]],
    )
    assert Upload.objects.count() == 0


def test_a_body_that_is_far_too_long_is_not_even_read(client_for, settings, monkeypatch):
    settings.UPLOADS_MAX_BYTES = 1000
    read = []
    monkeypatch.setattr(
        "rest_framework.parsers.MultiPartParser.parse", lambda *args: read.append(args)
    )

    response = send(client_for("customer"), sent(b"x" * 70_000))

    assert problem(response) == (422, "upload_too_large", [["file"]])
    assert read == []


def test_another_media_type_and_a_broken_body_are_refused(client_for):
    client = client_for("customer")

    assert client.post(URL, {"file": "x"}, format="json").status_code == 415
    broken = client.post(URL, b"--x\r\n", content_type="multipart/form-data")
    assert broken.status_code == 400
    assert Upload.objects.count() == 0


def test_only_those_signed_in_with_the_scope_send_files(client_for, cast):
    anonymous = send(client_for(None), sent())
    scoped = client_for("customer")
    token = issue_token(cast["customer"], name="narrow", scopes=["content"])
    scoped.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")

    assert anonymous.status_code == 401
    assert send(scoped, sent()).status_code == 403
    assert Upload.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_same_request_again_is_the_same_upload(client_for):
    client = client_for("customer")

    first = send(client, sent(), **{"Idempotency-Key": "k1"})
    second = send(client, sent(), **{"Idempotency-Key": "k1"})
    other = send(client, sent(b"other"), **{"Idempotency-Key": "k1"})

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert problem(other) == (422, "idempotency_key_reused", [])
    assert Upload.objects.count() == 1


def test_the_owner_reads_it_back_with_headers_that_keep_browsers_quiet(client_for):
    client = client_for("customer")
    upload_id = send(client, SimpleUploadedFile("健康证.pdf", PDF)).json()["id"]

    response = client.get(f"{URL}{upload_id}/")

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF
    headers = {
        name: response.headers[name]
        for name in (
            "Content-Type",
            "Content-Length",
            "Content-Disposition",
            "X-Content-Type-Options",
            "Content-Security-Policy",
            "Cache-Control",
        )
    }
    assert headers == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(PDF)),
        "Content-Disposition": "attachment; filename*=utf-8''%E5%81%A5%E5%BA%B7%E8%AF%81.pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }


def test_a_browser_may_ask_for_an_image(client_for):
    client = client_for("customer")
    upload_id = send(client, sent(image("WEBP"), "a.webp")).json()["id"]

    response = client.get(f"{URL}{upload_id}/", headers={"Accept": "image/webp,image/*"})

    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/webp")


def test_others_do_not_learn_that_it_exists(client_for, cast):
    upload_id = send(client_for("customer"), sent()).json()["id"]
    url = f"{URL}{upload_id}/"

    statuses = {name: client_for(name).get(url).status_code for name in cast}
    assert statuses == {name: 200 if name == "customer" else 404 for name in cast}
    assert client_for(None).get(url).status_code == 401
    nowhere = client_for("stranger").get(f"{URL}00000000-0000-4000-8000-000000000000/")
    assert nowhere.json() == client_for("stranger").get(url).json()


def test_reading_follows_the_thing_it_is_attached_to(client_for, cast):
    upload_id = send(client_for("customer"), sent()).json()["id"]
    attach_uploads([upload_id], to="box:reviewer", by=cast["customer"], now=timezone.now())
    url = f"{URL}{upload_id}/"

    assert client_for("reviewer").get(url).status_code == 200
    assert client_for("customer").get(url).status_code == 404


def test_what_expired_is_not_found_before_the_sweep_comes(client_for):
    client = client_for("customer")
    upload_id = send(client, sent()).json()["id"]
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(f"{URL}{upload_id}/").status_code == 404
    assert Upload.objects.count() == 1
