"""Providers: the verbs, the public documents, and what stays private."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from PIL import Image
from wagtail.models import ModelLogEntry

from accounts.uploads.actions import store_upload
from accounts.users.actions import anonymise_user
from accounts.users.rights import copy_of
from catalog.providers.actions import (
    activate_provider,
    reinstate_provider,
    suspend_provider,
)
from catalog.providers.locations import cell_of, centre_of
from catalog.providers.models import Provider
from catalog.providers.profiles import CertificateRecord, ProviderProfile
from catalog.providers.refusals import InvalidProfile, ProviderSuspended
from catalog.services.actions import save_category
from cms.delivery.models import PublishedDocument
from cms.media.models import Picture
from cms.pages.actions import publish_page
from cms.pages.models import ArticlePage
from tests.content.desk import drawn

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 12, 2, 9, tzinfo=UTC)
URL = "/api/v1/providers/"
LAT, LNG = Decimal("31.230416"), Decimal("121.473701")


def profile(mark, **values):
    return ProviderProfile(
        **{
            "kind": "person",
            "public_name": "Aunt Li",
            "bio": {"en": "Careful.", "zh-hans": "细致。"},
            "skills": ("cleaning",),
            "areas": ("shanghai",),
            "experience_years": 7,
            "gender": "female",
            "lat": LAT,
            "lng": LNG,
            "certificates": (
                CertificateRecord("health", f"{mark}-1", date(2027, 5, 31), verified=True),
                CertificateRecord("vocational", f"{mark}-2", None, verified=False),
            ),
        }
        | values
    )


@pytest.fixture
def activate(cast, categories):
    def make(username="provider", **values):
        return activate_provider(
            cast[username], profile=profile(username, **values), by=cast["operator"], now=NOW
        )

    return make


def audit_of(provider):
    rows = ModelLogEntry.objects.for_instance(provider).order_by("pk")
    return list(rows.values_list("action", "user__username"))


def test_the_public_profile_holds_nothing_private(activate, api, cast):
    provider = activate()
    response = api(None).get(f"{URL}{provider.public_id}/?locale=zh-hans")
    body = response.json()
    lat, lng = centre_of(cell_of(LAT, LNG))
    assert body == {
        "id": str(provider.public_id),
        "kind": "person",
        "name": "Aunt Li",
        "photo": None,
        "skills": [{"key": "cleaning", "name": "保洁"}],
        "areas": ["shanghai"],
        "experience_years": 7,
        "gender": "female",
        "rating": None,
        "rating_count": 0,
        "location": {"lat": lat, "lng": lng},
        "bio": "细致。",
        "certificates": [{"kind": "health", "expires_on": "2027-05-31"}],
        "portfolio": [],
    }
    assert (Decimal(str(lat)), Decimal(str(lng))) != (LAT, LNG)
    text = response.content.decode()
    assert cast["provider"].phone not in text
    assert "provider-1" not in text


def test_activation_is_told_once(activate, cast):
    first = activate()
    second = activate(public_name="Somebody else")
    assert second.pk == first.pk
    assert Provider.objects.get().public_name == "Aunt Li"
    assert audit_of(first) == [("doorstep.provider.activate", "operator")]
    assert list(cast["provider"].groups.values_list("name", flat=True)) == ["provider"]


def test_an_unknown_skill_makes_no_provider(activate):
    with pytest.raises(InvalidProfile) as refusal:
        activate(skills=("cleaning", "flying"))
    assert [(error["loc"], error["type"]) for error in refusal.value.errors] == [
        (["skills"], "unknown_category")
    ]
    assert Provider.objects.count() == 0


def test_suspension_hides_and_reinstatement_shows(activate, api, cast):
    provider = activate()
    address = f"{URL}{provider.public_id}/"
    suspended = suspend_provider(provider, reason="Certificate expired", by=None, now=LATER)
    again = suspend_provider(provider, reason="Another reason", by=cast["operator"], now=NOW)
    assert (again.status, again.status_reason, again.status_since) == (
        "suspended", "Certificate expired", LATER,
    )  # fmt: skip
    assert api(None).get(address).status_code == 404
    assert api(None).get(URL).json()["items"] == []
    with pytest.raises(ProviderSuspended):
        activate()
    reinstate_provider(suspended, by=cast["operator"], now=LATER)
    reinstate_provider(suspended, by=cast["operator"], now=LATER)
    assert api(None).get(address).status_code == 200
    assert audit_of(provider) == [
        ("doorstep.provider.activate", "operator"),
        ("doorstep.provider.suspend", None),
        ("doorstep.provider.reinstate", "operator"),
    ]


@pytest.mark.parametrize("shared", [False, True])
def test_whoever_is_made_anonymous_leaves_no_profile(activate, api, cast, home, shared):
    """Nothing of the person is public or kept; a copy of it could be had before."""
    provider = activate()
    provider.photo = Picture.objects.create(title="Aunt Li", file=drawn("li"))
    provider.save()
    if shared:
        publish_page(ArticlePage(title="Team", slug="team", picture=provider.photo), parent=home)
    copy = copy_of(cast["provider"])["provider"]
    assert (copy["public_name"], copy["place"], copy["skills"], copy["certificates"][0]) == (
        "Aunt Li",
        [str(LAT), str(LNG)],
        ["cleaning"],
        {"kind": "health", "expires_on": "2027-05-31", "verified": True},
    )
    json.dumps(copy, cls=DjangoJSONEncoder)
    assert copy_of(cast["customer"])["provider"] is None
    anonymise_user(cast["provider"], by=cast["admin"], now=LATER)
    assert api(None).get(f"{URL}{provider.public_id}/").status_code == 404
    assert api(None).get("/api/v1/search/?q=aunt").json()["items"] == []
    assert PublishedDocument.objects.filter(collection="providers").count() == 0
    left = Provider.objects.get()
    said = (left.public_name, left.bio, left.experience_years, left.gender, left.lat, left.cell)
    assert said == (f"anonymous-{provider.public_id.hex}", {}, 0, "unstated", None, "")
    assert (left.status, left.photo) == ("suspended", None)
    assert Picture.objects.filter(title="Aunt Li").exists() == shared


def test_a_suspension_needs_a_reason(activate):
    provider = activate()
    with pytest.raises(InvalidProfile):
        suspend_provider(provider, reason="  ", by=None, now=NOW)
    assert Provider.objects.get().status == "active"


def test_filters_are_met_by_one_provider(activate, api):
    activate("provider", public_name="A", skills=("deep",), areas=("shanghai", "chengdu"))
    activate("rival", public_name="B", skills=("care",), gender="male", experience_years=3)
    activate("stranger", public_name="C", skills=("cleaning", "care"), areas=())

    def names(query):
        response = api(None).get(f"{URL}?{query}")
        assert response.status_code == 200, response.content
        return sorted(item["name"] for item in response.json()["items"])

    questions = {
        "": ["A", "B", "C"],
        "category=home": ["A", "C"],
        "category=care": ["B", "C"],
        "region=chengdu": ["A"],
        "region=shanghai": ["A", "B"],
        "gender=male": ["B"],
        "experience_min=4": ["A", "C"],
        "category=home&region=shanghai&gender=female&experience_min=7": ["A"],
        "category=care&region=chengdu": [],
    }
    assert {query: names(query) for query in questions} == questions
    assert api(None).get(f"{URL}?experience_min=-1").status_code == 400
    assert api(None).get(f"{URL}?category=flying").status_code == 400


def test_a_list_costs_the_same_queries_however_long(activate, api, django_assert_num_queries):
    client = api(None)
    activate("provider")
    for _round in range(2):
        with django_assert_num_queries(1):
            assert client.get(f"{URL}?category=cleaning&region=shanghai").status_code == 200
        activate("rival")


def test_a_renamed_category_renames_the_skill(activate, api, categories):
    provider = activate()
    category = type(categories["cleaning"]).objects.get(key="cleaning")
    category.name = {"en": "Clean homes"}
    save_category(category, parent=category.get_parent())
    body = api(None).get(f"{URL}{provider.public_id}/").json()
    assert body["skills"] == [{"key": "cleaning", "name": "Clean homes"}]


def picture_bytes():
    image = Image.new("RGB", (40, 30), "teal")
    exif = Image.Exif()
    exif[0x010E] = "42 Home Street"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_provider_changes_bio_and_photo_without_metadata(activate, api, cast):
    provider = activate()
    content = picture_bytes()
    assert b"42 Home Street" in content
    upload = store_upload(
        ContentFile(content, "me.jpg"), by=cast["provider"], now=datetime.now(UTC)
    )
    response = api("provider").patch(
        "/api/v1/provider/",
        {"bio": {"en": "New.", "zh-hans": ""}, "photo": str(upload.pk)},
        format="json",
    )
    assert response.status_code == 200, response.content
    assert response.json()["bio"] == {"en": "New."}
    provider.refresh_from_db()
    with provider.photo.file.open("rb") as stored:
        assert b"42 Home Street" not in stored.read()
    public = api(None).get(f"{URL}{provider.public_id}/").json()
    assert (public["bio"], public["photo"]["alt"]) == ("New.", "Aunt Li")


def test_refused_changes_change_nothing(activate, api, cast):
    activate()
    theirs = store_upload(
        ContentFile(picture_bytes(), "me.jpg"), by=cast["rival"], now=datetime.now(UTC)
    )
    for body in (
        {"photo": str(theirs.pk)},
        {"bio": {"fr": "Bonjour"}},
        {"public_name": "Uncle Li"},
    ):
        response = api("provider").patch("/api/v1/provider/", body, format="json")
        assert response.status_code == 422, body
    provider = Provider.objects.get()
    assert (provider.photo, provider.public_name, provider.bio["en"]) == (
        None, "Aunt Li", "Careful.",
    )  # fmt: skip


def test_only_a_provider_has_an_own_profile(activate, api):
    activate()
    assert api("provider").get("/api/v1/provider/").json()["certificates"] == [
        {"kind": "health", "upload": "provider-1", "expires_on": "2027-05-31", "verified": True},
        {"kind": "vocational", "upload": "provider-2", "expires_on": None, "verified": False},
    ]
    assert api("customer").get("/api/v1/provider/").status_code == 404
    assert api(None).get("/api/v1/provider/").status_code == 401


def test_what_cannot_be_unpacked_is_no_photo(activate, api, cast):
    activate()
    image = Image.effect_noise((200, 200), 60).convert("RGB")
    out = BytesIO()
    image.save(out, "JPEG")
    # The header is whole, so that the upload was taken; the rest of the pixels is missing.
    half = out.getvalue()[: len(out.getvalue()) // 2]
    for content, name in ((half, "half.jpg"), (b"Dear sirs,\n", "letter.txt")):
        upload = store_upload(
            ContentFile(content, name), by=cast["provider"], now=datetime.now(UTC)
        )
        response = api("provider").patch(
            "/api/v1/provider/", {"photo": str(upload.pk)}, format="json"
        )
        assert (response.status_code, response.json()["code"]) == (422, "not_a_picture")
        assert response.json()["errors"][0]["loc"] == ["photo"]
        upload.refresh_from_db()
        assert upload.reference == ""
    assert Provider.objects.get().photo is None
