"""Oneself and one's addresses, through the API."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.users import actions
from accounts.users.models import Address, Team, User

Api = Callable[[str | None], APIClient]
ME = "/api/v1/me/"
ADDRESSES = "/api/v1/me/addresses/"


def body(**changes: object) -> dict[str, object]:
    return {
        "region": "shanghai",
        "line": "1 Huaihai Road",
        "lat": 31.2304164,
        "lng": 121.4737016,
        "contact_name": "Li",
        "contact_phone": "139 0000 0000",
    } | changes


def add(client: APIClient, **changes: object) -> dict:
    response = client.post(ADDRESSES, body(**changes), format="json")
    assert response.status_code == 201
    return response.json()


def defaults(user: User) -> list[str]:
    return [a.label for a in Address.objects.filter(user=user, is_default=True)]


def test_reading_oneself(api: Api, cast: dict[str, User]) -> None:
    team = Team.objects.create(slug="shanghai-review", name="Review", city="shanghai")
    team.members.add(cast["reviewer"])
    assert api("reviewer").get(ME).json() == {
        "id": str(cast["reviewer"].uuid),
        "username": "reviewer",
        "display_name": "Reviewer",
        "language": "en",
        "phone": "+8613800000010",
        "phone_verified": True,
        "email": "reviewer@example.org",
        "roles": ["reviewer"],
        "teams": [{"slug": "shanghai-review", "name": "Review", "city": "shanghai"}],
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Li\r\nBcc: x@example.org", "invalid_characters"),
        ("Li\u2028Li", "invalid_characters"),
        ("Li\u202egnp", "invalid_characters"),
        ("Li\u2067", "invalid_characters"),
        ("\u200b", "invisible"),
        ("=1+1", "formula"),
        ("@Li", "formula"),
    ],
)
def test_a_name_that_would_harm_its_readers_is_refused(
    api: Api, cast: dict[str, User], name: str, code: str
) -> None:
    response = api("customer").patch(ME, {"display_name": name}, format="json")
    assert response.status_code == 422
    assert [(e["loc"], e["type"]) for e in response.json()["errors"]] == [(["display_name"], code)]
    assert User.objects.get(username="customer").display_name == "Customer"


@pytest.mark.parametrize("name", ["Zoë O’Neill-Łuk", "李小龙", "محمد", "👩\u200d🔧 Ann", "#1"])
def test_a_name_may_be_of_any_script(api: Api, cast: dict[str, User], name: str) -> None:
    assert api("customer").patch(ME, {"display_name": name}, format="json").status_code == 200
    assert User.objects.get(username="customer").display_name == name


@pytest.mark.parametrize("field", ["label", "line", "contact_name"])
def test_an_address_is_written_on_one_line(api: Api, cast: dict[str, User], field: str) -> None:
    response = api("customer").post(ADDRESSES, body(**{field: "a\nb"}), format="json")
    assert response.status_code == 422
    errors = [(error["loc"], error["type"]) for error in response.json()["errors"]]
    assert errors == [([field], "invalid_characters")]
    assert not Address.objects.exists()


def test_changing_oneself(api: Api, cast: dict[str, User]) -> None:
    changes = {"display_name": "李", "language": "zh-hans"}
    response = api("customer").patch(ME, changes, format="json")
    assert response.status_code == 200
    user = User.objects.get(username="customer")
    assert (user.display_name, user.language) == ("李", "zh-hans")
    assert User.objects.get(username="stranger").display_name == "Stranger"


@pytest.mark.parametrize(
    ("changes", "loc", "kind"),
    [
        ({"language": "fr"}, "language", "invalid_choice"),
        ({"display_name": "x" * 81}, "display_name", "max_length"),
        ({"phone": "+8613900000000"}, "phone", "unexpected"),
        ({"email": "other@example.org"}, "email", "unexpected"),
        ({"username": "root"}, "username", "unexpected"),
    ],
)
def test_what_one_cannot_change(
    api: Api, cast: dict[str, User], changes: dict, loc: str, kind: str
) -> None:
    before = User.objects.filter(username="customer").values().get()
    response = api("customer").patch(ME, changes, format="json")
    assert response.status_code == 422
    assert [(e["loc"], e["type"]) for e in response.json()["errors"]] == [([loc], kind)]
    assert User.objects.filter(username="customer").values().get() == before


def test_an_address(api: Api, cast: dict[str, User]) -> None:
    made = add(api("customer"), label="Home")
    row = Address.objects.get()
    assert made == {
        "id": str(row.uuid),
        "label": "Home",
        "region": "shanghai",
        "line": "1 Huaihai Road",
        "lat": 31.230416,
        "lng": 121.473702,
        "contact_name": "Li",
        "contact_phone": "+8613900000000",
        "privacy": "on_acceptance",
        "is_default": True,
        "created_at": made["created_at"],
    }
    assert api("customer").get(f"{ADDRESSES}{row.uuid}/").json() == made


def test_a_new_default_unsets_the_old(api: Api, cast: dict[str, User]) -> None:
    client = api("customer")
    home = add(client, label="Home")
    add(client, label="Parents")
    assert defaults(cast["customer"]) == ["Home"]
    work = add(client, label="Work", is_default=True)
    assert defaults(cast["customer"]) == ["Work"]

    client.patch(f"{ADDRESSES}{home['id']}/", {"is_default": True}, format="json")
    assert defaults(cast["customer"]) == ["Home"]
    assert client.get(f"{ADDRESSES}{work['id']}/").json()["is_default"] is False


def test_removing_the_default_leaves_the_newest_as_default(api: Api, cast: dict[str, User]) -> None:
    client = api("customer")
    home, _parents, _work = (add(client, label=label) for label in ("Home", "Parents", "Work"))
    assert client.delete(f"{ADDRESSES}{home['id']}/").status_code == 204
    assert Address.objects.count() == 2
    assert defaults(cast["customer"]) == ["Work"]


def test_addresses_are_listed_newest_first(api: Api, cast: dict[str, User]) -> None:
    client = api("customer")
    for label in ("Home", "Parents", "Work"):
        add(client, label=label)
    add(api("stranger"), label="Elsewhere")

    first = client.get(ADDRESSES, {"limit": 2}).json()
    assert [item["label"] for item in first["items"]] == ["Work", "Parents"]
    second = client.get(first["next"]).json()
    assert [item["label"] for item in second["items"]] == ["Home"]
    assert (first["previous"], second["next"]) == (None, None)


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_the_address_of_another_is_not_there(api: Api, cast: dict[str, User], method: str) -> None:
    made = add(api("customer"), label="Home")
    data = {"label": "Mine"} if method == "patch" else None
    response = getattr(api("stranger"), method)(f"{ADDRESSES}{made['id']}/", data, format="json")
    assert response.status_code == 404
    assert Address.objects.get().label == "Home"


@pytest.mark.parametrize(
    ("changes", "loc", "kind"),
    [
        ({"lat": 90.1}, "lat", "max_value"),
        ({"lng": -180.1}, "lng", "min_value"),
        ({"lat": "NaN"}, "lat", "invalid"),
        ({"contact_phone": "12"}, "contact_phone", "invalid_phone"),
        ({"privacy": "none"}, "privacy", "invalid_choice"),
        ({"region": "not a key"}, "region", "invalid"),
        ({"line": ""}, "line", "blank"),
        ({"id": "x"}, "id", "unexpected"),
    ],
)
def test_what_is_no_address(
    api: Api, cast: dict[str, User], changes: dict, loc: str, kind: str
) -> None:
    response = api("customer").post(ADDRESSES, body(**changes), format="json")
    assert response.status_code == 422
    assert [(e["loc"], e["type"]) for e in response.json()["errors"]] == [([loc], kind)]
    assert Address.objects.count() == 0


def test_the_scope_is_profile(cast: dict[str, User], api: Api) -> None:
    from accounts.users.tokens import issue_token

    client = APIClient()
    token = issue_token(cast["customer"], name="x", scopes=["work"])
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    assert [client.get(path).status_code for path in (ME, ADDRESSES)] == [403, 403]
    assert [api(None).get(path).status_code for path in (ME, ADDRESSES)] == [401, 401]


def ten_defaults_at_once(user: User) -> list[str]:
    barrier, errors = threading.Barrier(10), []

    def run(number: int) -> None:
        fields = body(label=str(number), is_default=True, lat="1", lng="1")
        barrier.wait()
        try:
            actions.add_address(user, fields=fields, now=timezone.now())
        except Exception as error:  # its name is the result
            errors.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number]) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_new_defaults_at_once_leave_one(cast: dict[str, User]) -> None:
    assert ten_defaults_at_once(cast["customer"]) == []
    assert cast["customer"].addresses.count() == 10
    assert len(defaults(cast["customer"])) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_some_would_collide(
    cast: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_lock_addresses_of", lambda user: None)
    errors = ten_defaults_at_once(cast["customer"])
    assert set(errors) == {"IntegrityError"}
    assert len(defaults(cast["customer"])) == 1
