"""What the canvas calls: who may, what a call answers, and what it refuses without a trace."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.users.models import User
from tests.cast import CAST
from tests.furniture.processes import ERRAND
from workflows.designer.models import Layout
from workflows.engine.drafts import save_draft
from workflows.engine.models import Case, Definition, Version
from workflows.engine.publication import publish_draft

pytestmark = pytest.mark.django_db

CANVAS = "/admin/processes/errand/canvas/"
PLACES = {"ask": {"x": 1, "y": 2.5}, "review": {"x": -300, "y": 40}}


@pytest.fixture
def errand(cast: dict[str, User]) -> Definition:
    now, operator = timezone.now(), cast["operator"]
    save_draft("errand", definition=ERRAND, note="", etag="", by=operator, now=now)
    publish_draft("errand", by=operator, note="First", now=now)
    return Definition.objects.get(key="errand")


@pytest.fixture
def operator(errand: Definition, browser_for: Callable[[str], Client]) -> Client:
    return browser_for("operator")


def changed(title: str = "Look at it") -> dict[str, Any]:
    definition = deepcopy(ERRAND)
    definition["steps"][1]["title"] = {"en": title}
    return definition


def post(client: Client, call: str, body: Any, **headers: str) -> Any:
    return client.post(f"{CANVAS}{call}/", body, "application/json", headers=headers)


def put(client: Client, definition: Any, etag: str, **more: Any) -> Any:
    body = {"definition": definition, **more}
    return client.put(f"{CANVAS}draft/", body, "application/json", headers={"If-Match": etag})


CALLS: dict[str, tuple[str, Any, int]] = {
    "page": ("", None, 200),
    "read": ("draft", None, 200),
    "save": ("draft", {"definition": ERRAND}, 200),
    "check": ("check", {"definition": ERRAND}, 200),
    "form": ("form", {"definition": ERRAND, "path": "steps/review"}, 200),
    "parts": ("parts", {"definition": ERRAND, "do": "add", "kind": "steps/task"}, 200),
    "simulate": ("simulate", {"definition": ERRAND, "answers": []}, 200),
    "compare": ("compare", {"from": 1, "definition": ERRAND}, 200),
    "publish": ("publish", {"note": ""}, 201),
}


@pytest.mark.parametrize("member", [*CAST, None])
@pytest.mark.parametrize("name", CALLS)
def test_only_those_who_may_edit_processes_get_an_answer(
    errand: Definition, browser_for: Callable[[str], Client], name: str, member: str | None
) -> None:
    call, body, answer = CALLS[name]
    client = browser_for(member) if member else Client()
    headers = {"If-Match": f'"{errand.etag}"'}
    if name in {"page", "read"}:
        response = client.get(f"{CANVAS}{call}/" if call else CANVAS)
    elif name == "save":
        response = put(client, body["definition"], f'"{errand.etag}"')
    else:
        response = post(client, call, body, **headers)
    staff = {"support", "finance", "editor", "moderator", "reviewer"}
    if member in {"operator", "admin"}:
        assert response.status_code == answer
    elif member in staff and name != "page":
        assert response.status_code == 403
        assert response.json()["code"] == "not_allowed"
    else:
        # To the way in, or home with a word about it.
        assert response.status_code == 302
    errand.refresh_from_db()
    assert (errand.draft, errand.revision) == (ERRAND, 1)
    assert Version.objects.filter(definition=errand).count() == 1


def test_a_session_alone_changes_nothing_without_its_token(
    errand: Definition, cast: dict[str, User]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["operator"], "django.contrib.auth.backends.ModelBackend")
    assert put(client, changed(), '"1"').status_code == 403
    errand.refresh_from_db()
    assert errand.draft == ERRAND


def test_a_draft_is_read_and_saved_with_the_places_of_its_steps(
    operator: Client, errand: Definition
) -> None:
    read = operator.get(f"{CANVAS}draft/").json()
    assert read == {
        "definition": ERRAND,
        "positions": {},
        "note": "",
        "etag": "1",
        "author": "Operator",
        "saved_at": read["saved_at"],
    }
    places = {**PLACES, "gone": {"x": 1, "y": 1}, "done": {"x": "1", "y": None}}
    saved = put(operator, changed(), '"1"', positions=places).json()
    assert (saved["etag"], saved["definition"], saved["positions"]) == ("2", changed(), PLACES)
    assert operator.get(f"{CANVAS}draft/").json() == saved


def test_moving_a_box_is_no_new_revision_and_needs_no_fresh_etag(
    operator: Client, errand: Definition
) -> None:
    saved = put(operator, ERRAND, '"77"', positions=PLACES).json()
    assert (saved["etag"], saved["positions"]) == ("1", PLACES)
    assert Layout.objects.get().positions == PLACES


def test_whoever_saves_later_is_shown_both_and_nothing_is_stored(
    operator: Client, errand: Definition, browser_for: Callable[[str], Client]
) -> None:
    put(browser_for("admin"), changed("Have a look"), '"1"', positions=PLACES)
    late = put(operator, changed("Inspect"), '"1"', positions={})
    assert late.status_code == 412
    answer = late.json()
    assert answer["code"] == "stale_draft"
    theirs = answer["theirs"]
    assert (theirs["definition"], theirs["etag"]) == (changed("Have a look"), "2")
    assert (theirs["author"], theirs["positions"]) == ("Admin", PLACES)
    assert [(one["kind"], one["place"]) for one in answer["differences"]] == [
        ("changed", "steps/review")
    ]
    assert "Inspect" in answer["differences"][0]["sentence"]
    errand.refresh_from_db()
    assert errand.draft == changed("Have a look")


def test_a_save_says_which_draft_it_is_based_on(operator: Client, errand: Definition) -> None:
    response = operator.put(f"{CANVAS}draft/", {"definition": changed()}, "application/json")
    assert (response.status_code, response.json()["code"]) == (428, "precondition_required")


def test_half_a_definition_is_kept_and_checked_in_plain_words(
    operator: Client, errand: Definition
) -> None:
    half = changed()
    half["steps"][1]["outcomes"][0]["to"] = ""
    assert put(operator, half, '"1"').status_code == 200
    found = post(operator, "check", {"definition": half}).json()
    assert found["ok"] is False
    assert {one["step"] for one in found["problems"] if one["severity"] == "error"} == {"review"}


def sent(key: str, value: Any) -> str:
    return json.dumps({"definition": {**ERRAND, key: value}})


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "bad_request"),
        ('{"definition": NaN}', 400, "bad_request"),
        ("[]", 400, "bad_request"),
        ('{"definition": []}', 400, "bad_request"),
        ("[" * 100_000, 400, "bad_request"),
        (sent("steps", [{}] * 5000), 422, "invalid_definition"),
        (sent("title", "x" * 3_000_000), 413, "too_large"),
        (sent("title", "x" * 10_000_000), 413, "too_large"),
        (sent("key", "other"), 422, "invalid_definition"),
    ],
    ids=["no JSON", "NaN", "a list", "no object", "deep", "5,000 steps", "3 MB", "10 MB", "key"],
)  # fmt: skip
def test_what_is_no_definition_is_refused_and_nothing_stored(
    operator: Client, errand: Definition, body: str, status: int, code: str
) -> None:
    headers = {"If-Match": '"1"'}
    response = operator.put(f"{CANVAS}draft/", body, "application/json", headers=headers)
    assert (response.status_code, response.json()["code"]) == (status, code)
    errand.refresh_from_db()
    assert (errand.draft, errand.revision) == (ERRAND, 1)


def test_a_form_is_drawn_and_puts_what_was_posted_into_the_definition(
    operator: Client, errand: Definition
) -> None:
    drawn = post(operator, "form", {"definition": ERRAND, "path": "steps/done"}).json()
    assert (drawn["path"], drawn["definition"]) == ("steps/done", ERRAND)
    assert 'name="title-en"' in drawn["html"]
    posted = "id=finished&title-en=All+is+done&title-zh-hans=&stage=done"
    sent = {"definition": ERRAND, "path": "steps/done", "posted": posted}
    answer = post(operator, "form", sent).json()
    assert answer["part"]["title"]["en"] == "All is done"
    assert answer["path"] == f"steps/{answer['part']['id']}"
    ways = {one["to"] for one in answer["definition"]["steps"][1]["outcomes"]}
    assert ways == {answer["part"]["id"], "refused"}
    errand.refresh_from_db()
    assert errand.draft == ERRAND


def test_parts_are_added_behind_a_step_and_removed_without_a_loose_end(
    operator: Client, errand: Definition
) -> None:
    body = {"definition": ERRAND, "do": "add", "kind": "steps/notice", "after": "ask"}
    added = post(operator, "parts", body).json()
    step = added["path"].removeprefix("steps/")
    assert added["definition"]["steps"][0]["next"] == step
    body = {"definition": added["definition"], "do": "remove", "paths": [added["path"]]}
    assert post(operator, "parts", body).json()["definition"] == ERRAND


@pytest.mark.parametrize(
    ("call", "body", "status"),
    [
        ("form", {"definition": ERRAND, "path": "steps/nowhere"}, 404),
        ("form", {"definition": ERRAND, "path": "x" * 501}, 400),
        ("parts", {"definition": ERRAND, "do": "add", "kind": "steps/spell"}, 404),
        ("parts", {"definition": ERRAND, "do": "remove", "paths": ["steps/nowhere"]}, 404),
        ("parts", {"definition": ERRAND, "do": "remove", "paths": "steps/ask"}, 400),
        ("parts", {"definition": ERRAND, "do": "burn"}, 400),
        ("compare", {"from": 99, "definition": ERRAND}, 404),
        ("compare", {"from": True, "definition": ERRAND}, 400),
        ("compare", {"definition": ERRAND}, 400),
        ("simulate", {"definition": ERRAND, "case": "NOSUCH00"}, 404),
    ],
)
def test_what_is_not_there_is_said_so(
    operator: Client, call: str, body: dict[str, Any], status: int
) -> None:
    assert post(operator, call, body).status_code == status


def test_a_walk_is_told_and_nothing_of_it_is_real(operator: Client, errand: Definition) -> None:
    begun = post(operator, "simulate", {"definition": ERRAND}).json()
    assert [one["step"] for one in begun["waiting"]] == ["ask"]
    answers = [
        {"step": "ask", "data": {"wish": "A pen"}},
        {"step": "review", "outcome": "accept", "data": {"verdict": "Yes"}},
    ]
    walk = post(operator, "simulate", {"definition": ERRAND, "answers": answers}).json()
    assert (walk["state"], walk["stage"]) == ("ended", "done")
    assert [one["step"] for one in walk["steps"]] == ["ask", "review", "done"]
    assert Case.objects.count() == 0


def test_what_has_errors_cannot_be_walked(operator: Client) -> None:
    half = changed()
    half["steps"][1]["outcomes"][0]["to"] = "nowhere"
    response = post(operator, "simulate", {"definition": half})
    assert response.status_code == 422
    assert response.json()["problems"][0]["step"] == "review"


def test_a_version_is_compared_with_what_is_being_written(operator: Client) -> None:
    found = post(operator, "compare", {"from": 1, "definition": changed()}).json()
    assert (found["changed"], found["added"], found["removed"]) == (["review"], [], [])
    assert (found["before"], found["after"]) == (ERRAND, changed())


def test_publishing_takes_the_draft_that_was_looked_at(operator: Client) -> None:
    put(operator, changed(), '"1"')
    late = post(operator, "publish", {"note": "Second"}, **{"If-Match": '"1"'})
    assert late.status_code == 412
    assert Version.objects.count() == 1
    done = post(operator, "publish", {"note": "Second"}, **{"If-Match": '"2"'})
    assert (done.status_code, done.json()["number"]) == (201, 2)
    version = Version.objects.get(number=2)
    assert (version.content, version.note, version.author.username) == (
        changed(),
        "Second",
        "operator",
    )


def test_a_draft_with_problems_is_not_published(operator: Client) -> None:
    half = changed()
    half["steps"][1]["outcomes"][0]["to"] = "nowhere"
    put(operator, half, '"1"')
    refused = post(operator, "publish", {"note": ""}, **{"If-Match": '"2"'})
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["step"] == "review"
    assert Version.objects.count() == 1


def test_the_texts_of_the_script_are_those_that_are_translated() -> None:
    import re
    from pathlib import Path

    from workflows.designer.canvas_views.words import WORDS

    sources = Path("workflows/designer/canvas/src").rglob("*.ts*")
    named = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"')
    used = {json.loads(f'"{one}"') for path in sources for one in named.findall(path.read_text())}
    assert sorted(used) == sorted(WORDS)
