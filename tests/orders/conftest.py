"""Before a visit is booked: a town, the processes, and people who speak HTTP."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone
from viewflow.workflow.models import Task

from catalog.providers.models import Provider
from tests.journeys.conftest import deliver, person
from tests.journeys.people import Person
from tests.orders.town import HERE, at
from workflows.engine.models import Alarm, Deadline
from workflows.engine.sweep import sweep

__all__ = ["deliver", "person"]

People = Callable[[str | None], Person]


@pytest.fixture
def town(
    built_site: None, built_cast: None, built_town: None, settings: Any, tmp_path: Any
) -> dict[str, Provider]:
    settings.MEDIA_ROOT = tmp_path
    return {each.user.username: each for each in Provider.objects.select_related("user")}


def asking(**values: Any) -> dict[str, Any]:
    """The body of a quote for window cleaning in three days at ten."""
    body = {"service": "window-clean", "starts_at": at(10).isoformat(), "address": HERE}
    return {key: value for key, value in {**body, **values}.items() if value is not None}


def quote(who: Person, **values: Any) -> dict[str, Any]:
    answer: dict[str, Any] = who.post("quotes/", asking(**values), expect=201)
    return answer


def order(who: Person, **values: Any) -> dict[str, Any]:
    """An order, not yet paid."""
    body = {"quote": quote(who, **values)["id"]}
    answer: dict[str, Any] = who.post("orders/", body, expect=201)
    return answer


def pay(who: Person, number: str, deliver: Callable[[], None], result: str = "paid") -> None:
    """At the sandbox's page; the worker then hands the notice on."""
    payment = who.post(f"orders/{number}/payments/", {"gateway": "sandbox"}, expect=201)
    answer = who.client.post(
        f"/sandbox/payments/{payment['id']}/", {"result": result}, format="json"
    )
    assert answer.status_code in (200, 202, 204), answer.content
    deliver()


def paid_order(who: Person, deliver: Callable[[], None], **values: Any) -> str:
    number: str = order(who, **values)["number"]
    pay(who, number, deliver)
    return number


def act(who: Person, number: str, action: str, *, expect: int = 200, **data: Any) -> Any:
    return who.post(f"orders/{number}/actions/{action}/", {"data": data}, expect=expect)


def offered(who: Person, number: str) -> list[str]:
    return sorted(one["action"] for one in who.get(f"orders/{number}/")["actions"])


def elapse(**time: float) -> None:
    """Let time pass: Viewflow's timers go by the computer's clock, so what is due moves instead."""
    by = timedelta(**time)
    running = Deadline.objects.exclude(due_at=None)
    running.update(running_since=F("running_since") - by, due_at=F("due_at") - by)
    Alarm.objects.exclude(rings_at=None).update(rings_at=F("rings_at") - by)
    Task.objects.exclude(scheduled=None).update(scheduled=F("scheduled") - by)
    sweep(timezone.now())


def status(who: Person, number: str) -> str:
    return str(who.get(f"orders/{number}/")["status"])


def notices(who: Person) -> list[str]:
    return [item["subject"] for item in who.get("me/notifications/", limit=100)["items"]]


def money(who: Person, number: str) -> dict[str, int]:
    answer: dict[str, int] = who.get(f"orders/{number}/")["payment"]
    return answer


def work(provider: Person, number: str) -> None:
    """An accepted order is carried out; the customer has still to confirm it."""
    for action in ("depart", "arrive", "start", "finish"):
        act(provider, number, action)
