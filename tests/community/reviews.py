"""Reviews through the API: written once, answered, hidden with a reason; ratings follow."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from rest_framework.test import APIClient
from wagtail.models import ModelLogEntry

from accounts.notices.models import Notice
from accounts.uploads.actions import store_upload
from accounts.uploads.models import Upload
from accounts.users.models import User
from catalog.providers.actions import suspend_provider
from catalog.providers.models import Provider
from community.moderation.refusals import ReasonMissing
from community.reviews.actions import hide_review, invite, show_review
from community.reviews.models import Review, ReviewInvitation
from tests.community.conftest import HOME, NOW, PHOTO

pytestmark = pytest.mark.django_db
URL = "/api/v1/reviews/"
LATER = NOW + timedelta(days=1)

Client = Callable[[str | None], APIClient]
Make = Callable[..., Any]


def body(order: str, **values: Any) -> dict[str, Any]:
    return {"order": order, "attitude": 5, "skill": 5, "effect": 4, "text": "Spotless."} | values


def write(api: Client, who: str | None, order: str, **values: Any) -> Any:
    return api(who).post(URL, body(order, **values), format="json")


def ratings(api: Client, provider: Provider) -> list[tuple[float | None, int]]:
    """Those in the documents of the provider and of the service."""
    paths = (f"providers/{provider.public_id}/", "services/steam/")
    found = [api(None).get(f"/api/v1/{path}").json() for path in paths]
    return [(one["rating"], one["rating_count"]) for one in found]


def test_the_customer_reviews_an_order(
    api: Client, finished: Make, providers: dict[str, Provider]
) -> None:
    finished("A1")
    assert ratings(api, providers["provider"]) == [(None, 0), (None, 0)]
    answer = write(api, "customer", "A1")
    assert answer.status_code == 201, answer.content
    review = Review.objects.get()
    public = {
        "id": str(review.uuid),
        "service": {"key": "steam", "title": "Steam cleaning"},
        "provider": {"id": str(providers["provider"].public_id), "name": "Aunt Li"},
        "author": {"name": "Customer"},
        "attitude": 5,
        "skill": 5,
        "effect": 4,
        "text": "Spotless.",
        "photos": [],
        "written_on": str(timezone.localdate(review.written_at)),
        "reply": None,
    }
    own = {"order": "A1", "anonymous": False, "status": "visible", "reason": ""}
    written = answer.json()
    assert written.pop("written_at") is not None
    assert written == public | own
    assert api(None).get(URL).json() == {"items": [public], "next": None, "previous": None}
    assert api("provider").get(f"{URL}{review.uuid}/").json() == public
    # (3 · 5 · 4 + 14) / (3 · 6)
    assert ratings(api, providers["provider"]) == [(4.11, 1), (4.11, 1)]


def test_an_order_is_reviewed_once(api: Client, finished: Make) -> None:
    finished("A1")
    assert write(api, "customer", "A1").status_code == 201
    again = write(api, "customer", "A1", text="Better.")
    assert (again.status_code, again.json()["code"]) == (409, "already_reviewed")
    assert [review.text for review in Review.objects.all()] == ["Spotless."]


@pytest.mark.parametrize(
    ("who", "order", "status"),
    [
        ("stranger", "A1", 404),
        ("provider", "A1", 404),
        ("admin", "A1", 404),
        ("customer", "A2", 404),
        (None, "A1", 401),
    ],
)
def test_only_its_customer_reviews_an_order(
    api: Client, finished: Make, who: str | None, order: str, status: int
) -> None:
    finished("A1")
    assert write(api, who, order).status_code == status
    assert Review.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "loc"),
    [
        ({"attitude": 0}, ["attitude"]),
        ({"skill": 6}, ["skill"]),
        ({"effect": 4.5}, ["effect"]),
        ({"effect": None}, ["effect"]),
        ({"text": "x" * 2001}, ["text"]),
        ({"photos": ["x"]}, ["photos", 0]),
        ({"stars": 5}, ["stars"]),
    ],
)
def test_what_does_not_fit_is_not_taken(
    api: Client, finished: Make, values: dict[str, Any], loc: list[Any]
) -> None:
    finished("A1")
    answer = write(api, "customer", "A1", **values)
    assert answer.status_code == 422
    assert [error["loc"] for error in answer.json()["errors"]] == [loc]
    assert Review.objects.count() == 0


def test_photos_are_public_without_what_the_camera_wrote(
    api: Client, finished: Make, photo: Callable[[str], str]
) -> None:
    finished("A1")
    uploads = [photo("customer"), photo("customer")]
    shown = write(api, "customer", "A1", photos=uploads).json()["photos"]
    assert [(one["width"], one["height"], one["alt"]) for one in shown] == [(40, 30, "")] * 2
    assert all(set(one) == PHOTO for one in shown)
    review = Review.objects.get()
    for row in review.photos.all():
        with row.picture.file.open("rb") as file:
            assert HOME.encode() not in file.read()
    # The files themselves, with all that the camera wrote, stay their sender's.
    for upload in uploads:
        read = {who: api(who).get(f"/api/v1/uploads/{upload}/").status_code for who in PEOPLE}
        assert read == {"customer": 200, "provider": 404, "moderator": 404, "admin": 404}


PEOPLE = ("customer", "provider", "moderator", "admin")


def test_photos_are_ones_own_and_pictures(
    api: Client, finished: Make, photo: Callable[[str], str], cast: dict[str, User]
) -> None:
    finished("A1")
    file = ContentFile(b"Dear sirs,\n", "letter.txt")
    letter = str(store_upload(file, by=cast["customer"], now=timezone.now()).pk)
    mine, theirs = photo("customer"), photo("stranger")
    for photos, code in (([mine, theirs], "upload_unavailable"), ([mine, letter], "not_a_picture")):
        answer = write(api, "customer", "A1", photos=photos)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (Review.objects.count(), Upload.objects.exclude(reference="").count()) == (0, 0)
    assert write(api, "customer", "A1", photos=[mine]).status_code == 201


def test_a_hidden_review_counts_no_more_and_its_author_reads_why(
    api: Client, reviewed: Make, providers: dict[str, Provider], cast: dict[str, User]
) -> None:
    bad, good = reviewed("A1", (1, 1, 1)), reviewed("A2", (5, 5, 5), customer="stranger")
    assert ratings(api, providers["provider"]) == [(3.71, 2)] * 2
    hide_review(bad.uuid, reason=" Insults ", by=cast["moderator"], now=LATER)
    hide_review(bad.uuid, reason="Another reason", by=cast["admin"], now=LATER)
    assert ratings(api, providers["provider"]) == [(4.17, 1)] * 2
    assert [item["id"] for item in api("provider").get(URL).json()["items"]] == [str(good.uuid)]
    for who in (None, "provider", "customer", "admin"):
        assert api(who).get(f"{URL}{bad.uuid}/").status_code == 404
    [mine] = api("customer").get("/api/v1/me/reviews/").json()["items"]
    assert (mine["status"], mine["reason"], mine["text"]) == ("hidden", "Insults", "Good.")
    told = Notice.objects.get(user=cast["customer"])
    assert "Insults" in told.body
    # It still stands for its order.
    assert write(api, "customer", "A1").status_code == 409

    show_review(bad.uuid, by=cast["moderator"], now=LATER)
    show_review(bad.uuid, by=cast["admin"], now=LATER)
    assert ratings(api, providers["provider"]) == [(3.71, 2)] * 2
    assert api(None).get(f"{URL}{bad.uuid}/").status_code == 200
    entries = ModelLogEntry.objects.for_instance(bad).order_by("pk")
    assert list(entries.values_list("action", "user__username")) == [
        ("doorstep.review.hide", "moderator"),
        ("doorstep.review.show", "moderator"),
    ]
    assert entries[0].data == {"reason": "Insults"}


def test_nothing_is_hidden_without_a_reason(reviewed: Make, cast: dict[str, User]) -> None:
    review = reviewed("A1")
    with pytest.raises(ReasonMissing):
        hide_review(review.uuid, reason="  ", by=cast["moderator"], now=LATER)
    assert Review.objects.get().status == "visible"


def test_the_last_review_gone_there_is_no_rating(
    api: Client, reviewed: Make, providers: dict[str, Provider]
) -> None:
    hide_review(reviewed("A1").uuid, reason="Spam", by=None, now=LATER)
    assert ratings(api, providers["provider"]) == [(None, 0)] * 2


def test_the_provider_answers_once_and_may_change_it(
    api: Client, reviewed: Make, cast: dict[str, User]
) -> None:
    review = reviewed("A1")
    url = f"{URL}{review.uuid}/reply/"
    today = str(timezone.localdate())
    for text in ("Thanks!", "Thank you!"):
        answer = api("provider").put(url, {"text": text}, format="json")
        assert (answer.status_code, answer.json()["reply"]) == (
            200, {"text": text, "replied_on": today},
        )  # fmt: skip
    assert api(None).get(URL).json()["items"][0]["reply"]["text"] == "Thank you!"
    told = Notice.objects.filter(user=cast["customer"])
    assert [notice.body for notice in told] == [
        "Aunt Li has answered your review of Steam cleaning."
    ]


@pytest.mark.parametrize("who", ["rival", "customer", "stranger", "moderator", "admin"])
def test_nobody_else_answers(api: Client, reviewed: Make, who: str) -> None:
    review = reviewed("A1")
    answer = api(who).put(f"{URL}{review.uuid}/reply/", {"text": "Ha."}, format="json")
    assert answer.status_code == 403
    assert Review.objects.get().reply == ""


def test_an_answer_says_something_and_answers_what_is_there(api: Client, reviewed: Make) -> None:
    review = reviewed("A1")
    url = f"{URL}{review.uuid}/reply/"
    for text in ("", "   ", "x" * 1001):
        assert api("provider").put(url, {"text": text}, format="json").status_code == 422
    hide_review(review.uuid, reason="Spam", by=None, now=LATER)
    assert api("provider").put(url, {"text": "Thanks!"}, format="json").status_code == 404
    assert Review.objects.get().reply == ""


def test_my_reviews_and_what_i_may_review(api: Client, finished: Make, reviewed: Make) -> None:
    finished("A1")
    finished("A2")
    reviewed("A3")
    finished("B1", customer="stranger")
    mine = api("customer").get("/api/v1/me/reviews/?locale=zh-hans").json()
    assert [item["order"] for item in mine["items"]] == ["A3"]
    assert [item["order"] for item in mine["invitations"]] == ["A2", "A1"]
    assert mine["invitations"][0] == {
        "order": "A2",
        "service": {"key": "steam", "title": "蒸汽清洁"},
        "provider": mine["items"][0]["provider"],
        "invited_at": "2026-12-01T09:00:00Z",
    }
    assert write(api, "customer", "A1").status_code == 201
    mine = api("customer").get("/api/v1/me/reviews/").json()
    assert [item["order"] for item in mine["items"]] == ["A3", "A1"]
    assert [item["order"] for item in mine["invitations"]] == ["A2"]
    for who in ("provider", "admin"):
        theirs = api(who).get("/api/v1/me/reviews/").json()
        assert (theirs["items"], theirs["invitations"]) == ([], [])


def test_an_order_invites_once(finished: Make, cast: dict[str, User]) -> None:
    first = finished("A1")
    second = invite(
        "A1",
        customer=cast["stranger"],
        provider=first.provider,
        service_key="other",
        service_title={},
        now=LATER,
    )
    assert second.pk == first.pk
    standing = ReviewInvitation.objects.get()
    assert (standing.customer, standing.service_key) == (cast["customer"], "steam")


def test_reviews_of_a_service_or_a_provider(
    api: Client, reviewed: Make, providers: dict[str, Provider]
) -> None:
    reviewed("A1")
    reviewed("A2", provider="rival")
    reviewed("A3", key="gone")

    def orders(query: str) -> list[str]:
        items = api(None).get(f"{URL}?{query}").json()["items"]
        found = {str(one.uuid): one.invitation.order_number for one in Review.objects.all()}
        return sorted(found[item["id"]] for item in items)

    li, wu = (providers[name].public_id for name in ("provider", "rival"))
    assert orders("") == ["A1", "A2", "A3"]
    assert orders("service=steam") == ["A1", "A2"]
    assert orders(f"provider={li}") == ["A1", "A3"]
    assert orders(f"provider={wu}&service=gone") == []
    assert orders("service=nothing") == []
    for query in ("service=a%20b", "provider=7", "order=A1"):
        assert api(None).get(f"{URL}?{query}").status_code == 400


def test_reviews_are_answered_by_id_in_the_order_asked(
    api: Client, reviewed: Make, cast: dict[str, User]
) -> None:
    first, second, hidden = (str(reviewed(number).uuid) for number in ("A1", "A2", "A3"))
    hide_review(Review.objects.get(uuid=hidden).uuid, reason="No", by=cast["moderator"], now=LATER)
    for asked in ([first, hidden, second], [second, first, hidden]):
        answer = api(None).get(f"{URL}?id={','.join(asked)}&locale=en").json()
        shown = [item["id"] for item in answer.pop("items")]
        assert shown == [key for key in asked if key != hidden]
        assert answer == {"next": None, "previous": None, "missing": [hidden]}
    refused = api(None).get(f"{URL}?id={first}&service=steam")
    [error] = refused.json()["errors"]
    assert (refused.status_code, error["loc"], error["type"]) == (400, ["query", "id"], "one_of")


def test_who_is_suspended_is_not_named(
    api: Client, reviewed: Make, providers: dict[str, Provider]
) -> None:
    reviewed("A1")
    suspend_provider(providers["provider"], reason="Expired", by=None, now=LATER)
    [item] = api(None).get(f"{URL}?service=steam").json()["items"]
    assert item["provider"] is None
    found = api(None).get(f"{URL}?provider={providers['provider'].public_id}").json()
    assert found["items"] == []


def test_pages_hold_each_review_once(api: Client, reviewed: Make) -> None:
    for number in range(7):
        # Two or three on each day.
        reviewed(f"A{number}", now=NOW + timedelta(days=number // 3))
    url, seen = f"{URL}?service=steam&limit=2", []
    while url:
        page = api(None).get(url).json()
        seen += [(item["written_on"], item["id"]) for item in page["items"]]
        url = page["next"]
    assert len(seen) == 7
    assert seen == sorted(set(seen), reverse=True)


def test_a_list_costs_the_same_queries_however_long(
    api: Client, finished: Make, photo: Callable[[str], str], django_assert_num_queries: Any
) -> None:
    client = api(None)
    for number in range(2):
        finished(f"A{number}")
        write(api, "customer", f"A{number}", photos=[photo("customer"), photo("customer")])
        with django_assert_num_queries(4):
            assert len(client.get(URL).json()["items"]) == number + 1
