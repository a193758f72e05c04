"""What somebody might try on the editor, through the API and through the canvas: refused with its
code, nothing stored and nothing run; and what is legal to write comes out as text everywhere.
"""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.users.models import User
from tests.furniture.processes import ERRAND
from workflows.engine.drafts import save_draft
from workflows.engine.models import Case, Definition, Rollout, Version
from workflows.engine.publication import publish_draft

pytestmark = pytest.mark.django_db

API = "/api/v1/processes/errand/draft/"
CANVAS = "/admin/processes/errand/canvas/draft/"
UNREADABLE = {"parse_error": "unreadable", "bad_request": "unreadable"}
Send = Callable[..., Any]


@pytest.fixture
def errand(cast: dict[str, User]) -> Definition:
    now, by = timezone.now(), cast["operator"]
    save_draft("errand", definition=ERRAND, note="", etag="", by=by, now=now)
    publish_draft("errand", by=by, note="First", now=now)
    return Definition.objects.get(key="errand")


@pytest.fixture(params=["api", "canvas"])
def send(
    request: pytest.FixtureRequest,
    errand: Definition,
    api: Callable[[str | None], APIClient],
    browser_for: Callable[[str], Client],
) -> Send:
    """Saves a draft as the operator by one of the two doors; ``body`` as it is, if it is text."""
    client, path = (
        (api("operator"), API) if request.param == "api" else (browser_for("operator"), CANVAS)
    )

    def save(body: Any, etag: str = f'"{errand.etag}"') -> Any:
        text = body if isinstance(body, str) else json.dumps({"definition": body})
        return Client.put(client, path, text, "application/json", headers={"If-Match": etag})

    return save


def untouched() -> bool:
    """Whether the process is as it was published, by the rows."""
    row = Definition.objects.get()
    versions = list(Version.objects.values_list("number", "content"))
    return (row.draft, row.revision, versions) == (ERRAND, 1, [(1, ERRAND)]) and not (
        Case.objects.exists()
    )


def changed(**more: Any) -> dict[str, Any]:
    return {**deepcopy(ERRAND), **more}


def deep(levels: int) -> str:
    return '{"definition": ' + '{"title": ' * levels + "1" + "}" * levels + "}"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (json.dumps({"definition": changed(title={"en": "x" * 10_000_000})}), 413, "too_large"),
        (changed(steps=ERRAND["steps"] * 1000), 422, "too_many_steps"),
        (deep(40), 422, "too_deep"),
        (deep(200_000), 400, "unreadable"),
        (changed(title={"en": "Errand\x1b[2J"}), 422, "unprintable"),
        (changed(key="letter"), 422, "wrong_key"),
    ],
    ids=["10 MB", "5,000 steps", "40 levels", "200,000 levels", "control characters", "key"],
)
def test_what_is_too_much_or_of_another_process_is_refused(
    send: Send, body: Any, status: int, code: str
) -> None:
    answer = send(body)
    found = answer.json()
    problems = found.get("problems", ())
    # A body that cannot be parsed has another code in the API than on the canvas.
    told = problems[0]["code"] if problems else UNREADABLE.get(found["code"], found["code"])
    assert (answer.status_code, told) == (status, code)
    assert untouched()


@pytest.mark.parametrize(
    "etag", ['"0"', '"2"', '"99999999999999999999"', '"²"', "1; DROP TABLE", '"1", "2"', "*"]
)
def test_a_forged_tag_saves_nothing(send: Send, etag: str) -> None:
    answer = send(changed(title={"en": "Mine"}), etag)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_draft")
    assert untouched()


def test_what_a_draft_says_of_its_tag_and_its_origin_is_not_believed(
    errand: Definition, client_for: Callable[[str | None], APIClient], cast: dict[str, User]
) -> None:
    """The tag of the request counts alone, and the version is the one last published here."""
    publish_other(cast["operator"], versions=2)
    operator = client_for("operator")
    told = {"definition": changed(title={"en": "Mine"}), "note": "", "etag": "1"}
    answer = operator.put(API, told, format="json", headers={"If-Match": '"0"'})
    assert answer.status_code == 412
    body = {**told, "etag": "99", "base_version": 2}
    saved = operator.put(API, body, format="json", headers={"If-Match": '"1"'})
    assert (saved.status_code, saved.json()["base_version"], saved.json()["etag"]) == (200, 1, "2")
    errand.refresh_from_db()
    assert errand.draft_base == Version.objects.get(definition=errand)


@pytest.mark.parametrize(
    ("number", "status"),
    [(2, 404), (10**9 - 1, 404), (10**9, 422), (10**40, 400), (0, 422), (-1, 422), (1.5, 422),
     (None, 422), ([1], 422), ({"number": 1}, 422), ("1 OR 1=1", 422), ("HASH", 422)],
)  # fmt: skip
def test_only_a_version_of_this_process_is_rolled_out(
    errand: Definition,
    client_for: Callable[[str | None], APIClient],
    cast: dict[str, User],
    number: Any,
    status: int,
) -> None:
    """Neither another process's, nor one that is told by its hash."""
    publish_other(cast["operator"], versions=2)
    if number == "HASH":
        number = Version.objects.get(definition=errand).content_hash
    before = list(Rollout.objects.values_list("pk", flat=True))
    operator = client_for("operator")
    for path, body in (("rollouts", {"version": number}), ("rollback", {"to": number})):
        answer = operator.post(f"/api/v1/processes/errand/{path}/", body, format="json")
        assert answer.status_code == status, path
    # What the version holds cannot be said besides its number.
    forged = {"version": 1, "content_hash": "0" * 64, "content": changed()}
    answer = operator.post("/api/v1/processes/errand/rollouts/", forged, format="json")
    assert answer.status_code == 422
    assert list(Rollout.objects.values_list("pk", flat=True)) == before


def publish_other(by: User, *, versions: int) -> None:
    """Another process, which has more versions than this one."""
    for number in range(versions):
        now, etag = timezone.now(), str(number) if number else ""
        definition = changed(key="letter", title={"en": f"Letter {number}"})
        save_draft("letter", definition=definition, note="", etag=etag, by=by, now=now)
        publish_draft("letter", by=by, note="", now=now)


BOMBS = {
    "loops": ("[1,2].all(a, [1,2].all(b, [1,2].all(c, a + b + c > 0)))", "expression_too_complex"),
    "macros": ("[[1],[2]].map(a, a.map(b, b)).size() > 0", "expression_too_complex"),
    "parts": (" || ".join(["data.wish == 'x'"] * 100), "expression_too_complex"),
    "deep": ("(" * 500 + "true" + ")" * 500, "expression_too_complex"),
    "huge text": ("('x' * 1000000000) == data.wish", "expression_type"),
    "code": ("__import__('os').system('id') == 0", "expression_unknown"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_formula_that_costs_too_much_is_never_published(
    errand: Definition, client_for: Callable[[str | None], APIClient], bomb: str
) -> None:
    text, code = BOMBS[bomb]
    refused_alone(client_for("operator"), accepted_where(text), "review", code)


def test_a_formula_that_is_too_long_is_not_even_saved(send: Send) -> None:
    answer = send(accepted_where("data.wish == '" + "x" * 20_000 + "'"))
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "text_too_long")
    assert untouched()


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://169.254.169.254/latest/", "https://[::1]/",
        "https://10.1.2.3/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
        "https://[::ffff:10.0.0.1]/", "https://example.org@127.0.0.1/", "file:///etc/passwd",
        "javascript:alert(1)", "https://stock.internal/",
    ],
)  # fmt: skip
def test_a_request_to_the_inside_is_never_published(
    errand: Definition, client_for: Callable[[str | None], APIClient], url: str
) -> None:
    asking = {"id": "tell", "kind": "webhook", "title": {"en": "Tell"}, "url": url, "next": "done"}
    definition = changed(steps=[*deepcopy(ERRAND["steps"]), asking])
    definition["steps"][1]["outcomes"][0]["to"] = "tell"
    refused_alone(client_for("operator"), definition, "tell", "webhook_address")


def accepted_where(text: str) -> dict[str, Any]:
    definition = changed()
    definition["steps"][1]["outcomes"][0]["when"] = {"cel": text}
    return definition


def refused_alone(operator: APIClient, definition: dict[str, Any], step: str, code: str) -> None:
    """A draft may hold it; the check tells this error alone, and publication refuses it."""
    body = {"definition": definition, "note": ""}
    saved = operator.put(API, body, format="json", headers={"If-Match": '"1"'})
    assert saved.status_code == 200
    problems = operator.post(f"{API}check/").json()["problems"]
    wrong = [(one["step"], one["code"]) for one in problems if one["severity"] == "error"]
    assert wrong == [(step, code)]
    answer = operator.post(f"{API}publish/", {"note": ""}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_definition")
    versions = list(Version.objects.values_list("number", "content"))
    assert (versions, Case.objects.exists()) == ([(1, ERRAND)], False)
