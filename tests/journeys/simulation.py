"""The default processes simulated to their ends: told in full, and nothing is done."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.journeys.people import identity_number

pytestmark = pytest.mark.django_db

Api = Callable[[str | None], APIClient]
FILE = "5f0c54a4-6a3b-4c57-9d0e-4a5b43f4f2a1"

ORDER: dict[str, Any] = {
    "subject": {
        "order.number": "AB23CD45", "order.category": "cleaning", "order.region": "shanghai",
        "order.total": 20000, "order.paid": 20000, "order.starts_at": "2030-03-02T09:00:00+08:00",
        "order.is_package": False, "order.is_redo": False, "order.provider_chosen": False,
        "order.has_provider": True,
    },
    "answers": [
        {"step": "order", "data": {"quote": "Q1"}},
        {"step": "pay"},
        {"step": "answer", "outcome": "accept"},
        {"step": "depart", "outcome": "depart"},
        {"step": "arrive", "outcome": "arrive"},
        {"step": "start", "outcome": "start"},
        {"step": "finish", "outcome": "finish"},
        {"step": "confirm", "outcome": "@deadline"},
    ],
}  # fmt: skip
COMPLAINT: dict[str, Any] = {
    "subject": {
        "complaint.number": "CD23EF45", "order.number": "AB23CD45", "order.category": "cleaning",
        "order.region": "shanghai", "order.total": 90000, "order.refundable": 90000,
        "order.given": 0, "order.has_provider": True,
    },
    "answers": [
        {
            "step": "file",
            "data": {"order": "AB23CD45", "reason_kind": "damage", "description": "A vase broke."},
        },
        {"step": "triage", "outcome": "investigate", "data": {"priority": "urgent"}},
        {"step": "statement", "outcome": "submit", "data": {"statement": "It fell."}},
        {"step": "investigate", "outcome": "conclude", "data": {"findings": "It did."}},
        {
            "step": "propose",
            "outcome": "propose",
            "data": {"remedy": "refund", "amount": 80000, "explanation": "It was old."},
        },
        {"step": "approve", "outcome": "approve", "by": "finance"},
        {"step": "approve", "outcome": "approve", "by": "operator"},
        {"step": "answer", "outcome": "accept"},
    ],
}  # fmt: skip
ONBOARDING: dict[str, Any] = {
    "subject": {"application.number": "EF23GH45", "applicant.courses_passed": []},
    "answers": [
        {
            "step": "apply",
            "data": {
                "kind": "person", "public_name": "Auntie Lin", "gender": "female",
                "identity_number": identity_number("19850614"), "services": ["cleaning"],
                "areas": ["shanghai"], "years": 6, "home": {"lat": 31.23, "lng": 121.47},
                "health_certificate": FILE, "health_certificate_expires": "2090-12-31",
            },
        },
        {"step": "review", "outcome": "approve"},
        {
            "step": "background_check",
            "outcome": "clear",
            "data": {"background_report": FILE, "background_result": "clear"},
        },
        {"step": "training"},
        {"step": "agree", "outcome": "accept"},
        {"step": "approve", "outcome": "approve"},
    ],
}  # fmt: skip


def rows() -> dict[str, int]:
    """How many rows every table has, the outbox and the tasks of the worker among them."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


@pytest.mark.usefixtures("platform")
@pytest.mark.parametrize(
    ("process", "body", "end"),
    [
        ("order", ORDER, "completed"),
        ("complaint", COMPLAINT, "closed"),
        ("onboarding", ONBOARDING, "active"),
    ],
)
def test_a_simulation_writes_sends_and_enqueues_nothing(
    api: Api, process: str, body: dict[str, Any], end: str
) -> None:
    operator = api("operator")
    path = f"/api/v1/processes/{process}/draft/simulate/"
    # The token remembers when it was last used, once for a while.
    assert operator.post(path, {"answers": []}, format="json").status_code == 200
    before = rows()
    with CaptureQueriesContext(connection) as queries:
        answer = operator.post(path, body, format="json")
    walk = answer.json()
    assert answer.status_code == 200, walk
    assert (walk["error"], walk["state"], walk["stage"]) == (None, "ended", end)
    assert walk["steps"][-1]["step"] == end
    written = [
        query["sql"]
        for query in queries.captured_queries
        if not re.match(r"SELECT|SAVEPOINT|RELEASE SAVEPOINT|BEGIN|COMMIT", query["sql"])
    ]
    assert written == []
    assert rows() == before
    assert mail.outbox == []
    assert walk["waiting"] == []
