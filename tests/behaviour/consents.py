"""What people consent to: asked with a text, kept as a ledger, withdrawn with effect."""

import pytest
from wagtail.models import ModelLogEntry

from accounts.consents import purposes
from accounts.consents.models import Consent
from accounts.consents.purposes import Purpose
from tests.behaviour.conftest import answer, items
from tests.journeys.people import API

pytestmark = pytest.mark.django_db

HISTORY = f"{API}/me/consents/history/"


def ledger() -> list[tuple[str, str, bool, int, bool]]:
    rows = Consent.objects.order_by("pk")
    fields = ("user__username", "purpose", "given", "version", "standing")
    return list(rows.values_list(*fields))


def test_nobody_has_consented_before_they_are_asked(api):
    told = items(api("customer"), "me/consents")
    assert [(each["purpose"], each["status"], each["answered_at"]) for each in told] == [
        ("history", "unanswered", None),
        ("personalisation", "unanswered", None),
    ]
    assert told[0]["label"] == {"en": "History and favourites", "zh-hans": "浏览记录与收藏"}
    assert told[0]["text"].keys() == {"en", "zh-hans"}
    assert ledger() == []


def test_every_change_is_a_row_of_its_own(api):
    customer = api("customer")
    given = answer(customer, "history", given=True)
    assert (given["status"], given["answered_version"]) == ("given", 1)
    # Said twice, it is one consent.
    assert answer(customer, "history", given=True) == given
    assert answer(customer, "history", given=False)["status"] == "withdrawn"
    answer(customer, "history", given=False)
    answer(customer, "history", given=True)
    assert ledger() == [
        ("customer", "history", True, 1, False),
        ("customer", "history", False, 1, False),
        ("customer", "history", True, 1, True),
    ]
    entries = ModelLogEntry.objects.filter(action__startswith="doorstep.consent.")
    told = entries.order_by("pk").values_list("user__username", "action", "data")
    assert list(told) == [
        ("customer", f"doorstep.consent.{verb}", {"purpose": "history", "version": 1})
        for verb in ("give", "withdraw", "give")
    ]
    assert [each["status"] for each in items(api("stranger"), "me/consents")] == ["unanswered"] * 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"given": True}, 422, "required"),
        ({"given": True, "version": 2}, 409, "text_changed"),
        ({"given": "perhaps", "version": 1}, 422, "invalid"),
        ({"given": True, "version": 1, "for": "ever"}, 422, "unexpected"),
    ],
)
def test_no_consent_to_something_else(api, body, status, code):
    told = api("customer").put(HISTORY, body, format="json")
    problem = told.json()
    types = [error["type"] for error in problem["errors"]] or [problem["code"]]
    assert (told.status_code, types) == (status, [code])
    assert ledger() == []


def test_there_is_no_such_purpose(api):
    told = api("customer").put(f"{API}/me/consents/spying/", {"given": False}, format="json")
    assert told.status_code == 404


def test_a_new_text_is_asked_anew(api, monkeypatch):
    customer = api("customer")
    answer(customer, "history", given=True)
    old = purposes.purpose("history")
    new = Purpose("history", old.label, (*old.wordings, {"en": "We keep more.", "zh-hans": "更多"}))
    monkeypatch.setitem(purposes._purposes, "history", new)
    told = items(customer, "me/consents")[0]
    assert (told["status"], told["version"], told["answered_version"]) == ("outdated", 2, 1)
    assert told["text"]["en"] == "We keep more."
    refused = customer.put(HISTORY, {"given": True, "version": 1}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "text_changed")
    assert answer(customer, "history", given=True)["status"] == "given"
