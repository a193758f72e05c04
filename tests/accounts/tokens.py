"""Tokens: one store, scopes and expiry beside it, and what a bad one earns."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.test import APIClient, APIRequestFactory
from wagtail.models import APIToken, ModelLogEntry

from accounts.users.models import TokenGrant, User
from accounts.users.tokens import (
    TokenError,
    authenticate,
    issue_token,
    revoke_token,
    revoke_tokens_of,
)
from api.conventions.access import ANYONE, SIGNED_IN
from api.conventions.operations import operation
from api.conventions.views import View

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def refusal(token: str, now: datetime = NOON) -> str:
    with pytest.raises(TokenError) as caught:
        authenticate(token, now)
    return caught.value.code


def test_a_token_is_stored_as_a_digest_alone(cast: dict[str, User]) -> None:
    token = issue_token(cast["customer"], name="phone", scopes=["work", "profile", "work"])

    user, grant = authenticate(token, NOON)

    row = APIToken.objects.get()
    assert user == cast["customer"]
    assert grant.scopes == ["profile", "work"]
    assert token not in (row.key_hash, row.prefix, row.name)
    assert [grant.allows("work"), grant.allows("processes")] == [True, False]


def test_a_token_without_scopes_allows_everything(cast: dict[str, User]) -> None:
    _user, grant = authenticate(issue_token(cast["customer"], name="phone"), NOON)
    assert grant.allows("processes")


def test_an_unknown_scope_is_refused_and_leaves_no_token(cast: dict[str, User]) -> None:
    with pytest.raises(ValidationError) as caught:
        issue_token(cast["customer"], name="phone", scopes=["everything"])
    assert caught.value.code == "unknown_scope"
    assert APIToken.objects.count() == 0


def test_a_token_expires_at_its_instant(cast: dict[str, User]) -> None:
    token = issue_token(cast["customer"], name="phone", expires_at=NOON)
    assert authenticate(token, NOON - timedelta(microseconds=1))[0] == cast["customer"]
    assert refusal(token, NOON) == "expired_token"


def test_what_is_unknown_revoked_or_of_an_inactive_person_is_refused(
    cast: dict[str, User],
) -> None:
    revoked = issue_token(cast["customer"], name="phone")
    revoke_token(revoked, NOON)
    inactive = issue_token(cast["stranger"], name="phone")
    User.objects.filter(pk=cast["stranger"].pk).update(is_active=False)

    assert refusal(revoked) == "revoked_token"
    assert refusal(inactive) == "invalid_token"
    assert refusal("wagtail_nonsense") == "invalid_token"


def test_revoking_ends_all_tokens_of_one_person(cast: dict[str, User]) -> None:
    mine = [issue_token(cast["customer"], name=name) for name in ("phone", "web")]
    other = issue_token(cast["stranger"], name="phone")
    assert revoke_tokens_of(cast["customer"], NOON) == 2
    assert [refusal(token) for token in mine] == ["revoked_token", "revoked_token"]
    assert authenticate(other, NOON)[0] == cast["stranger"]


def test_a_token_of_wagtails_own_screen_is_good_for_everything(cast: dict[str, User]) -> None:
    _row, token = APIToken.create_token(user=cast["editor"], name="by hand")
    user, grant = authenticate(token, NOON)
    assert (user, grant.scopes, grant.expires_at) == (cast["editor"], [], None)


def test_checking_a_token_is_one_query_and_at_most_one_write_a_minute(
    cast: dict[str, User], django_assert_num_queries: Callable
) -> None:
    token = issue_token(cast["customer"], name="phone")
    with django_assert_num_queries(2):
        authenticate(token, NOON)
    with django_assert_num_queries(1):
        authenticate(token, NOON + timedelta(seconds=59))
    with django_assert_num_queries(2):
        authenticate(token, NOON + timedelta(seconds=60))
    assert APIToken.objects.get().last_used_at == NOON + timedelta(seconds=60)


def test_the_command_prints_the_token_and_nothing_else(cast: dict[str, User]) -> None:
    out = StringIO()
    before = timezone.now()
    call_command("issue_token", "reviewer", "--scope", "work", "--days", "2", stdout=out)

    token = out.getvalue().removesuffix("\n")
    user, grant = authenticate(token, timezone.now())
    assert (user, grant.scopes) == (cast["reviewer"], ["work"])
    assert timedelta(days=2) <= grant.expires_at - before < timedelta(days=2, seconds=60)
    entry = ModelLogEntry.objects.get(action="doorstep.token.issue")
    assert (entry.object_id, entry.data) == (str(user.pk), {"scopes": ["work"]})


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nobody"], "no active person"),
        (["reviewer", "--scope", "everything"], "no scope everything"),
        (["reviewer", "--days", "0"], "from 1"),
    ],
)
def test_the_command_refuses(cast: dict[str, User], arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("issue_token", *arguments, stdout=StringIO())
    assert TokenGrant.objects.count() == 0


class Sample(View):
    """One public read and one write that needs a scope."""

    @operation("Read", access=ANYONE, answers={200: None})
    def get(self, request):
        return Response({"user": request.user.username})

    @operation("Write", access=SIGNED_IN, scope="work", answers={200: None}, keyed=False)
    def post(self, request):
        return Response({"user": request.user.username})


def call(method: str, header: str | None) -> tuple[int, dict]:
    extra = {} if header is None else {"HTTP_AUTHORIZATION": header}
    request = getattr(APIRequestFactory(), method)("/sample/", **extra)
    response = Sample.as_view()(request)
    if hasattr(response, "render"):
        response.render()
    return response.status_code, response


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "header", ["Bearer wagtail_nonsense", "Bearer", "Basic YTpi", "Bearer a b"]
)
def test_a_bad_token_is_a_401_also_where_anyone_may_read(
    cast: dict[str, User], method: str, header: str
) -> None:
    status, response = call(method, header)
    assert status == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="doorstep"'
    assert b'"invalid_token"' in response.content


def test_an_expired_token_says_so(cast: dict[str, User]) -> None:
    token = issue_token(cast["customer"], name="phone", expires_at=timezone.now())
    status, response = call("get", f"Bearer {token}")
    assert status == 401
    assert b'"expired_token"' in response.content


def test_scopes_open_what_they_name(cast: dict[str, User]) -> None:
    answers = {
        scopes: call("post", f"Bearer {issue_token(cast['customer'], name='x', scopes=scopes)}")[0]
        for scopes in [(), ("work",), ("profile", "work"), ("profile",)]
    }
    assert answers == {(): 200, ("work",): 200, ("profile", "work"): 200, ("profile",): 403}
    assert call("get", None)[0] == 200
    assert call("post", None)[0] == 401


def test_the_cast_acts_through_the_api(api: Callable[[str], APIClient]) -> None:
    header = api("operator")._credentials["HTTP_AUTHORIZATION"]
    assert call("get", header)[1].data == {"user": "operator"}
