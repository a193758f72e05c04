"""Pictures in documents: sizes, alternative texts, and nothing enlarged."""

from hashlib import sha1

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from cms.media.actions import add_picture
from cms.media.documents import file_body, image_body
from cms.media.models import File, Picture, Rendition
from cms.pages.actions import publish_page
from tests.content.conftest import draw, new_article


def test_a_picture_has_its_sizes(picture):
    body = image_body(picture, "en")
    assert (body.id, body.width, body.height) == (picture.pk, 1920, 960)
    assert {name: (size.width, size.height) for name, size in body.sizes.items()} == {
        "small": (480, 240),
        "medium": (960, 480),
        "large": (1920, 960),
    }
    assert body.url == body.sizes["large"].url
    assert body.url.startswith("/media/images/")
    assert body.url.endswith(".webp")
    image_body(picture, "zh-hans")
    assert Rendition.objects.count() == 3


def test_a_size_is_remembered_by_the_file_and_not_by_the_number_alone(picture):
    """Numbers begin anew in another database, whose cache may be the same."""
    with picture.file.open("rb") as file:
        content = file.read()
    added = add_picture(content, name="kitchen.png", title="Kitchen", description="A kitchen")
    assert (added.file_hash, added.file_size) == (sha1(content).hexdigest(), len(content))
    other = Picture(pk=added.pk, file_hash=sha1(b"other").hexdigest())
    keys = {Rendition.construct_cache_key(one, "", "max-480x480") for one in (added, other)}
    assert len(keys) == 2
    assert image_body(added, "zh-hans").alt == "A kitchen"


def test_the_alternative_text_is_that_of_the_language(picture):
    assert image_body(picture, "en").alt == "A clean kitchen"
    assert image_body(picture, "zh-hans").alt == "干净的厨房"
    assert image_body(draw("Bath", "A bath"), "zh-hans").alt == "A bath"
    assert image_body(picture, "en", alt="").alt == ""


def test_pictures_are_served(picture, client):
    answer = client.get(image_body(picture, "en").url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")


def test_blocks_show_pictures_as_the_language_needs(section, picture, api):
    gallery = [
        {"image": picture, "alt_text": "", "decorative": False},
        {"image": picture, "alt_text": "Before", "decorative": False},
        {"image": picture, "alt_text": "", "decorative": True},
    ]
    page = new_article("Shown", body=[])
    stored = [{"type": "gallery", "value": [{**each, "image": picture.pk} for each in gallery]}]
    page.body = page._meta.get_field("body").to_python(stored)
    publish_page(page, parent=section)
    answer = api(None).get("/api/v1/articles/shown/?locale=zh-hans").json()
    assert [each["alt"] for each in answer["body"][0]["value"]] == ["干净的厨房", "Before", ""]


def test_a_file_is_a_link(db):
    file = File.objects.create(title="Price list", file=ContentFile(b"12345", "prices.pdf"))
    body = file_body(file)
    assert (body.title, body.size) == ("Price list", 5)
    assert body.url == f"/documents/{file.pk}/{file.filename}"


def test_what_is_served_as_media_is_inert(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.svg").write_text("<svg onload='alert(1)'/>")
    answer = client.get("/media/images/a.svg")
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["documents/prices.pdf", "images/../documents/prices.pdf"])
def test_documents_are_not_given_out_past_their_collections(client, settings, tmp_path, path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "documents").mkdir()
    (tmp_path / "images").mkdir()
    (tmp_path / "documents" / "prices.pdf").write_bytes(b"12345")
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize("name", ["page.html", "picture.svg", "page.xhtml", "script.js"])
def test_no_document_is_a_page_of_ours(db, name):
    document = File(title="Trap", file=ContentFile(b"<script>alert(1)</script>", name))
    with pytest.raises(ValidationError):
        document.full_clean()
