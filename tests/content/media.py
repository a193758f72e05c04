"""Pictures in documents: renditions by purpose, alternative texts, and nothing enlarged."""

from base64 import b64decode
from hashlib import sha1
from io import BytesIO
from random import Random

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cms.delivery.models import PublishedDocument
from cms.media.actions import add_picture
from cms.media.documents import file_body, image_body, photo_body
from cms.media.models import File, Picture, Rendition
from cms.media.placeholders import placeholder_of
from cms.media.presets import presets
from cms.pages.actions import publish_page
from cms.pages.documents import build_article
from cms.pages.models import ArticlePage, SiteSettings
from tests.content.conftest import draw, new_article


def drawing(width: int, height: int) -> bytes:
    """A PNG, red on the left and blue on the right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste((0, 0, 255), (width // 2, 0, width, height))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def painted(width: int, height: int, **values: object) -> Picture:
    file = ContentFile(drawing(width, height), f"{width}x{height}.png")
    return Picture.objects.create(title="Painted", file=file, **values)


def test_a_picture_has_a_rendition_for_each_purpose(picture):
    body = image_body(picture, "en")
    assert (body.id, body.width, body.height) == (picture.pk, 1920, 960)
    assert {name: (each.width, each.height) for name, each in body.renditions.items()} == {
        "card": (800, 600),
        "hero": (1920, 1080),
        "square": (256, 256),
        "content": (1920, 960),
    }
    assert body.url == body.renditions["content"].url
    assert body.url.startswith("/media/images/")
    assert body.url.endswith(".webp")
    image_body(picture, "zh-hans")
    assert Rendition.objects.count() == 9


def test_a_srcset_names_every_width_with_an_address_that_has_it(picture, client):
    card = image_body(picture, "en").renditions["card"]
    entries = [entry.split(" ") for entry in card.srcset.split(", ")]
    assert [width for _url, width in entries] == ["400w", "800w"]
    assert entries[-1][0] == card.url
    sizes = []
    for url, _width in entries:
        content = b"".join(client.get(url).streaming_content)
        sizes.append(Image.open(BytesIO(content)).size)
    assert sizes == [(400, 300), (800, 600)]


def test_nothing_is_enlarged(db):
    picture = painted(300, 200)
    body = image_body(picture, "en")
    assert {name: each.srcset.count("w,") for name, each in body.renditions.items()} == {
        "card": 0,
        "hero": 0,
        "square": 1,
        "content": 0,
    }
    assert {name: (each.width, each.height) for name, each in body.renditions.items()} == {
        "card": (268, 200),
        "hero": (300, 170),
        "square": (200, 200),
        "content": (300, 200),
    }


def test_a_crop_keeps_what_the_picture_is_about(db, client):
    """Red on the left, blue on the right; a square of it shows the side of its focal point."""
    shown = {}
    for x in (100, 1100):
        picture = painted(1200, 400, focal_point_x=x, focal_point_y=100)
        picture.focal_point_width = picture.focal_point_height = 20
        picture.save()
        body = image_body(picture, "en")
        content = b"".join(client.get(body.renditions["square"].url).streaming_content)
        red, _green, blue = Image.open(BytesIO(content)).convert("RGB").getpixel((128, 128))
        shown[body.focal_point.x, body.focal_point.y] = "red" if red > blue else "blue"
    assert shown == {(0.0833, 0.25): "red", (0.9167, 0.25): "blue"}
    assert image_body(painted(60, 40), "en").focal_point is None


def test_a_placeholder_is_the_picture_itself_in_a_few_pixels(db):
    picture = painted(1200, 400)
    kind, _comma, data = picture.placeholder.partition(",")
    assert kind == "data:image/webp;base64"
    small = Image.open(BytesIO(b64decode(data))).convert("RGB")
    assert small.size == (12, 4)
    (left, right) = (small.getpixel((x, 2)) for x in (1, 10))
    assert left[0] > 200 > left[2]
    assert right[2] > 200 > right[0]
    body = image_body(picture, "en")
    assert (body.placeholder, photo_body(picture).placeholder) == (picture.placeholder,) * 2


def test_a_placeholder_is_made_anew_with_the_file_alone(picture):
    made = picture.placeholder
    picture.placeholder = "kept"
    picture.title = "Another"
    picture.save()
    assert Picture.objects.get(pk=picture.pk).placeholder == "kept"
    picture.file = ContentFile(drawing(80, 60), "other.png")
    picture.save()
    assert Picture.objects.get(pk=picture.pk).placeholder not in ("kept", made, "")


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_no_placeholder_is_longer_than_a_short_paragraph(mode):
    noise = Image.frombytes("RGBA", (12, 12), Random(1).randbytes(576)).convert(mode)
    out = BytesIO()
    noise.save(out, "PNG", icc_profile=b"x" * 5000)
    assert 60 < len(placeholder_of(out)) <= 250


def test_what_is_no_picture_has_no_placeholder():
    assert placeholder_of(BytesIO(b"<svg/>")) == ""


def test_photos_of_people_have_the_same_shape_without_a_number(picture):
    assert set(image_body(picture, "en").model_dump()) - set(photo_body(picture).model_dump()) == {
        "id"
    }


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        ({}, "needs 'content' with the ratio None"),
        ({"content": ("1:1", (100,))}, "needs 'content' with the ratio None"),
        ({"content": (None, ())}, "name at least one"),
        ({"content": (None, (200, 100))}, "the narrowest first"),
        ({"content": (None, (100,)), "card": ("4/3", (100,))}, "write width and height as 4:3"),
        ({"content": (None, (100,)), "My card": (None, (100,))}, "use small letters"),
    ],
)
def test_a_preset_that_is_none_says_what_to_write(settings, declared, says):
    settings.PICTURE_PRESETS = declared
    with pytest.raises(ImproperlyConfigured, match=says):
        presets()


def test_five_pictures_are_looked_up_together(section):
    """One query for the renditions of a body, however many pictures it shows."""
    counts = {}
    for number in (1, 5):
        page = new_article(f"Shown {number}", body=[])
        pictures = [painted(60, 40) for _ in range(number)]
        stored = [
            {
                "type": "gallery",
                "value": [
                    {"image": each.pk, "alt_text": "", "decorative": False} for each in pictures
                ],
            },
        ]
        page.body = page._meta.get_field("body").to_python(stored)
        publish_page(page, parent=section)
        cache.clear()
        fresh = ArticlePage.objects.get(pk=page.pk)
        with CaptureQueriesContext(connection) as queries:
            build_article(fresh, "en")
        counts[number] = len(queries)
        assert sum("media_rendition" in each["sql"] for each in queries.captured_queries) == 1
    assert counts[1] == counts[5]


def test_a_change_of_a_picture_changes_the_documents_that_show_it(section, picture, settle):
    publish_page(new_article("Without"), parent=section)
    publish_page(new_article("With", picture=picture), parent=section)
    settle()

    def tags() -> dict[str, str]:
        rows = PublishedDocument.objects.filter(collection="articles", locale="en")
        return dict(rows.values_list("key", "etag"))

    def turned(**values: object) -> set[str]:
        before = tags()
        changed = Picture.objects.get(pk=picture.pk)
        for name, value in values.items():
            setattr(changed, name, value)
        changed.save()
        settle()
        after = tags()
        return {key for key in after if before[key] != after[key]}

    point = {"focal_point_x": 600, "focal_point_y": 300}
    size = {"focal_point_width": 10, "focal_point_height": 10}
    assert turned(**point, **size) == {"with"}
    assert turned(description="A tidy kitchen") == {"with"}
    assert turned(file=ContentFile(drawing(900, 600), "new.png")) == {"with"}
    assert turned(title="No reader sees this") == set()


def test_a_logo_with_another_file_has_its_own_renditions(section, picture, settle, api):
    """Those of the file before go once the picture is saved."""
    logo = SiteSettings.for_site(section.get_site())
    logo.logo = picture
    logo.save()
    settle()
    before = api(None).get("/api/v1/site/").json()["logo"]["url"]
    changed = Picture.objects.get(pk=picture.pk)
    changed.file = ContentFile(drawing(900, 600), "brand.png")
    changed.save()
    changed.renditions.all().delete()
    settle()
    after = api(None).get("/api/v1/site/").json()["logo"]["url"]
    names = [url.removeprefix("/media/images/").partition(".")[0] for url in (before, after)]
    assert [name.partition("_")[0] for name in names] == ["kitchen", "brand"]


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
