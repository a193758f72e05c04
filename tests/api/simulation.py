"""A draft simulated with the values of a past case."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from rest_framework.test import APIClient

from accounts.users.models import User
from tests.engine import personal
from tests.engine.processes import NOW, begin, end, process, start, step
from workflows.engine.actions import start_case
from workflows.engine.models import Case, Definition
from workflows.engine.publication import publish_draft

Api = Callable[[str | None], APIClient]
PATH = "/api/v1/processes/errand/draft/simulate/"


def test_the_values_of_a_case_are_taken(api: Api, cast: dict, errand: Definition) -> None:
    publish_draft("errand", by=None, note="", now=NOW)
    case = start_case("errand", by=cast["customer"], data={"wish": "A pen"}, now=NOW)
    body = {"case": case.number, "answers": []}
    answer = api("operator").post(PATH, body, format="json")
    assert (answer.status_code, answer.json()["data"]) == (200, {"wish": "A pen"})
    unknown = api("operator").post(PATH, {"case": "ZZ99ZZ99"}, format="json")
    assert unknown.status_code == 404


def test_a_body_that_does_not_fit_is_refused(api: Api, errand: Definition) -> None:
    operator = api("operator")
    for body in ({"answer": []}, {"answers": [{"outcome": "ok"}]},
                 {"answers": [{"step": "a", "after": "soon"}]}):  # fmt: skip
        assert operator.post(PATH, body, format="json").status_code == 422


def test_a_draft_that_cannot_be_published_is_not_walked(api: Api, errand: Definition) -> None:
    errand.draft = {**errand.draft, "steps": errand.draft["steps"][:1]}
    errand.save()
    answer = api("operator").post(PATH, {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_definition")


@pytest.fixture
def shapers(cast: dict[str, User]) -> None:
    """Two customers who may read processes, and see no cases but their own."""
    for username in ("customer", "stranger"):
        cast[username].user_permissions.add(Permission.objects.get(codename="view_definition"))


def test_a_case_of_somebody_else_is_not_found(
    api: Api, cast: dict, errand: Definition, shapers: None
) -> None:
    publish_draft("errand", by=None, note="", now=NOW)
    case = start_case("errand", by=cast["customer"], data={"wish": "A pen"}, now=NOW)
    body = {"case": case.number, "answers": []}
    own = api("customer").post(PATH, body, format="json")
    assert (own.status_code, own.json()["data"]) == (200, {"wish": "A pen"})
    others = api("stranger").post(PATH, body, format="json")
    unknown = api("stranger").post(PATH, {**body, "case": "ZZ99ZZ99"}, format="json")
    assert (others.status_code, others.json()) == (404, unknown.json())
    assert "A pen" not in others.content.decode()


@pytest.fixture
def sealed(cast: dict[str, User]) -> Iterator[Case]:
    """A case that goes where a derivation of its sealed passport leads, and tells that."""
    told = {"en": "Passport of {data.passport.length}"}
    form = [{"field": key} for key in personal.ANSWERS]
    long = {"var": "data.passport.length", "op": "==", "value": 7}
    definition = process(
        start("again", form=form),
        step("again", "decision", cases=[{"when": long, "to": "tell"}], otherwise="short",
             on_error="unknown"),
        step("tell", "notice", to={"roles": ["reviewer"]}, subject=told, body=told, next="long"),
        end("long", result="long"),
        end("short", result="short"),
        end("unknown", result="unknown"),
        kind="parcel",
        fields=personal.PROCESS["fields"],
    )  # fmt: skip
    yield begin(definition, by=cast["customer"], data=personal.ANSWERS)
    # The borrowed subject model gets its content type inside a test, which takes it away.
    ContentType.objects.clear_cache()


@pytest.mark.parametrize(
    ("username", "data", "result"),
    [
        ("operator", {"name": "Lamp", "passport": "(sealed)", "secret": "(sealed)"}, "long"),
        # Who does not see all cases gets no derivations either.
        ("customer", {"name": "Lamp"}, "unknown"),
    ],
)
def test_sealed_values_are_not_in_the_answer(
    api: Api, sealed: Case, shapers: None, username: str, data: dict[str, Any], result: str
) -> None:
    assert sealed.result == "long"
    path = PATH.replace("errand", "sample")
    body = {"case": sealed.number, "answers": [{"step": "begin", "data": {"name": "Lamp"}}]}
    answer = api(username).post(path, body, format="json")
    walked = answer.json()
    assert (answer.status_code, walked["data"], walked["result"]) == (200, data, result)
    said = answer.content.decode()
    for secret in ("AB12345", "ab12345", "under the mat", sealed.data["passport"]):
        assert str(secret) not in said
    assert ("Passport of 7" in said) == (result == "long")


def test_what_is_sealed_in_a_simulation_is_not_told_back(api: Api, sealed: Case) -> None:
    path = PATH.replace("errand", "sample")
    body = {"answers": [{"step": "begin", "data": personal.ANSWERS}]}
    answer = api("operator").post(path, body, format="json")
    walked = answer.json()
    assert walked["result"] == "long"
    assert walked["data"] == {"name": "Lamp", "passport": "(sealed)", "secret": "(sealed)"}
    said = answer.content.decode().lower()
    assert "ab12345" not in said
    assert "under the mat" not in said
