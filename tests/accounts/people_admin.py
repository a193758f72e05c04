"""People and teams in Wagtail's admin: by permission, audited, never deleted."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.users import audit
from accounts.users.actions import anonymise_user
from accounts.users.models import Address, Team, User
from accounts.users.tokens import TokenError, authenticate, issue_token
from tests.cast import PASSWORD

Browser = Callable[[str], Client]
STAFF = ["support", "finance", "editor", "moderator", "operator", "reviewer", "admin"]
OTHERS = ["customer", "stranger", "provider", "rival", "applicant"]


def person(user: User, **changes: object) -> dict[str, object]:
    return {
        "username": user.username,
        "email": user.email,
        "display_name": user.display_name,
        "phone": user.phone or "",
        "language": user.language,
        "groups": [group.pk for group in user.groups.all()],
        "teams": [team.pk for team in user.teams.all()],
        "is_active": "on",
    } | changes


def edit(user: User) -> str:
    return reverse("wagtailusers_users:edit", args=[user.pk])


@pytest.fixture
def plain_admin(cast: dict[str, User]) -> User:
    """The role admin without being a superuser: what the role alone may do."""
    User.objects.filter(username="admin").update(is_superuser=False)
    return User.objects.get(username="admin")


@pytest.mark.parametrize("username", STAFF)
def test_staff_log_in_to_the_admin_by_password(cast: dict[str, User], username: str) -> None:
    client = Client()
    response = client.post("/admin/login/", {"username": username, "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("username", OTHERS)
def test_others_do_not_get_into_the_admin(cast: dict[str, User], username: str) -> None:
    client = Client()
    client.post("/admin/login/", {"username": username, "password": PASSWORD})
    response = client.get("/admin/")
    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/admin/")


def test_only_admins_manage_people(
    cast: dict[str, User], plain_admin: User, browser_for: Browser
) -> None:
    statuses = {
        username: browser_for(username).get(edit(cast["customer"])).status_code
        for username in STAFF
    }
    assert statuses == dict.fromkeys(STAFF, 302) | {"admin": 200}


def test_a_change_is_made_and_audited(
    cast: dict[str, User], plain_admin: User, browser_for: Browser
) -> None:
    team = Team.objects.create(slug="review", name="Review")
    reviewer = cast["reviewer"]
    EmailAddress.objects.create(user=reviewer, email=reviewer.email, verified=True, primary=True)
    changes = {"phone": "139 1234 5678", "email": "new@example.org", "teams": [team.pk]}

    response = browser_for("admin").post(edit(reviewer), person(reviewer, **changes))

    assert response.status_code == 302
    reviewer.refresh_from_db()
    assert (reviewer.phone, reviewer.phone_verified) == ("+8613912345678", False)
    assert (reviewer.email, EmailAddress.objects.count()) == ("new@example.org", 0)
    assert [member.username for member in team.members.all()] == ["reviewer"]
    entry = ModelLogEntry.objects.get(action="wagtail.edit", object_id=str(reviewer.pk))
    assert entry.user == plain_admin


def test_a_phone_that_somebody_has_is_refused(
    cast: dict[str, User], plain_admin: User, browser_for: Browser
) -> None:
    data = person(cast["reviewer"], phone="138 0000 0000")
    response = browser_for("admin").post(edit(cast["reviewer"]), data)
    assert response.status_code == 200
    assert "Somebody else has this phone number." in response.content.decode()
    assert User.objects.get(username="reviewer").phone == "+8613800000010"


def test_a_new_person_needs_no_password(
    cast: dict[str, User], plain_admin: User, browser_for: Browser
) -> None:
    data = {"username": "anna", "phone": "13912345678", "language": "zh-hans"}
    response = browser_for("admin").post(reverse("wagtailusers_users:add"), data)
    assert response.status_code == 302
    anna = User.objects.get(username="anna")
    assert (anna.phone, anna.language, anna.has_usable_password()) == (
        "+8613912345678",
        "zh-hans",
        False,
    )


def test_nobody_makes_himself_a_superuser(
    cast: dict[str, User], plain_admin: User, browser_for: Browser
) -> None:
    client = browser_for("admin")
    client.post(edit(cast["support"]), person(cast["support"], is_superuser="on"))
    assert User.objects.filter(is_superuser=True).count() == 0


@pytest.mark.parametrize("screen", ["edit", "delete"])
def test_a_superuser_is_out_of_reach(
    cast: dict[str, User], plain_admin: User, browser_for: Browser, screen: str
) -> None:
    root = User.objects.create_superuser("root", "root@example.org", "secret")
    url = reverse(f"wagtailusers_users:{screen}", args=[root.pk])
    data = person(root, password1="taken-over-1", password2="taken-over-1", is_superuser="on")
    assert browser_for("admin").post(url, data).status_code == 302
    root.refresh_from_db()
    assert (root.check_password("secret"), root.is_active) == (True, True)


def test_people_are_deleted_nowhere(cast: dict[str, User], browser_for: Browser) -> None:
    customer = cast["customer"]
    with pytest.raises(ProtectedError):
        customer.delete()
    with pytest.raises(ProtectedError):
        User.objects.filter(pk=customer.pk).delete()
    bulk = reverse("wagtail_bulk_action", args=["users", "user", "delete"])
    assert cast["admin"].is_superuser
    response = browser_for("admin").post(f"{bulk}?id={customer.pk}&next=/admin/users/", {})
    assert response.status_code == 302
    assert User.objects.filter(pk=customer.pk, anonymised_at=None).count() == 1


def test_many_at_once_are_under_the_same_rules(
    cast: dict[str, User], plain_admin: User, browser_for: Browser
) -> None:
    root = User.objects.create_superuser("root", "root@example.org", "secret")
    bulk = reverse("wagtail_bulk_action", args=["users", "user", "set_active_state"])
    for user in (root, cast["customer"]):
        browser_for("admin").post(
            f"{bulk}?id={user.pk}&next=/admin/users/", {"mark_as_active": "False"}
        )
    assert User.objects.get(username="root").is_active is True
    assert User.objects.get(username="customer").is_active is False


def test_an_admin_makes_a_person_anonymous(
    cast: dict[str, User], plain_admin: User, browser_for: Browser
) -> None:
    customer = cast["customer"]
    Address.objects.create(
        user=customer, region="shanghai", line="1 Huaihai Road", lat="31", lng="121",
        contact_name="Li", contact_phone="+8613900000000", created_at=timezone.now(),
    )  # fmt: skip
    team = Team.objects.create(slug="review", name="Review", lead=customer)
    team.members.add(customer)
    token = issue_token(customer, name="phone")
    client = browser_for("admin")
    url = reverse("wagtailusers_users:delete", args=[customer.pk])
    assert "Make anonymous" in client.get(reverse("wagtailusers_users:index")).content.decode()
    assert "Work done by this person stays." in client.get(url).content.decode()

    assert client.post(url).status_code == 302

    row = User.objects.get(pk=customer.pk)
    assert row.username == f"anonymous-{customer.uuid.hex}"
    assert (row.email, row.phone, row.display_name, row.is_active) == ("", None, "", False)
    assert (row.groups.count(), row.teams.count(), row.addresses.count()) == (0, 0, 0)
    assert Team.objects.get().lead is None
    assert row.anonymised_at is not None
    with pytest.raises(TokenError):
        authenticate(token, timezone.now())
    entry = ModelLogEntry.objects.get(action="doorstep.user.anonymise")
    assert (entry.user, entry.object_id) == (plain_admin, str(row.pk))


def test_nobody_makes_himself_or_the_system_anonymous(
    cast: dict[str, User], browser_for: Browser
) -> None:
    for user in (cast["admin"], User.objects.system()):
        url = reverse("wagtailusers_users:delete", args=[user.pk])
        assert browser_for("admin").post(url).status_code == 302
    assert User.objects.filter(anonymised_at=None).count() == 13


def test_two_anonymous_people_do_not_collide(cast: dict[str, User]) -> None:
    for username in ("customer", "stranger"):
        anonymise_user(cast[username], by=cast["admin"], now=timezone.now())
    assert User.objects.exclude(anonymised_at=None).count() == 2


def test_operators_make_teams(cast: dict[str, User], browser_for: Browser) -> None:
    data = {
        "slug": "shanghai-review",
        "name": "Shanghai review",
        "city": "shanghai",
        "lead": cast["operator"].pk,
        "members": [cast["reviewer"].pk, cast["support"].pk],
    }
    response = browser_for("operator").post(reverse("teams:add"), data)
    assert response.status_code == 302
    team = Team.objects.get(slug="shanghai-review")
    assert team.lead == cast["operator"]
    assert sorted(member.username for member in team.members.all()) == ["reviewer", "support"]
    assert ModelLogEntry.objects.get(action="wagtail.create").user == cast["operator"]
    assert "Shanghai review" in browser_for("operator").get(reverse("teams:index")).content.decode()


def test_a_team_grants_no_permission(cast: dict[str, User]) -> None:
    before = cast["support"].get_all_permissions()
    Team.objects.create(slug="review", name="Review").members.add(cast["support"])
    assert User.objects.get(username="support").get_all_permissions() == before


@pytest.mark.parametrize("username", ["editor", "reviewer", "support"])
def test_others_make_no_teams(cast: dict[str, User], browser_for: Browser, username: str) -> None:
    response = browser_for(username).post(reverse("teams:add"), {"slug": "x", "name": "X"})
    assert response.status_code == 302
    assert Team.objects.count() == 0


def test_only_staff_are_offered_for_teams(cast: dict[str, User]) -> None:
    assert sorted(user.username for user in User.objects.staff()) == sorted(STAFF)


def test_an_action_that_nobody_registered_is_not_recorded(cast: dict[str, User]) -> None:
    with pytest.raises(LookupError):
        audit.record(cast["customer"], "doorstep.user.polish", by=None)
    assert ModelLogEntry.objects.count() == 0


def test_a_registered_action_is_shown_in_words(cast: dict[str, User]) -> None:
    audit.record(cast["customer"], "doorstep.token.issue", by=cast["admin"], data={"scopes": []})
    entry = ModelLogEntry.objects.get()
    assert (entry.message, entry.user) == ("Token issued", cast["admin"])


def test_the_system_user_cannot_log_in(cast: dict[str, User]) -> None:
    system = User.objects.system()
    assert system == User.objects.system()
    assert (system.username, system.is_active, system.has_usable_password()) == (
        "system",
        False,
        False,
    )
