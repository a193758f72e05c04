"""Before a visit is booked: a town, the processes, and people who speak HTTP."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone
from viewflow.workflow.models import Task

from accounts.users.models import User
from catalog.providers.models import Provider
from tests.journeys.conftest import deliver, person
from tests.journeys.people import Person
from tests.orders.town import HERE, at, build_town
from workflows.engine.models import Alarm, Deadline
from workflows.engine.sweep import sweep

__all__ = ["deliver", "person"]

People = Callable[[str | None], Person]


@pytest.fixture
def town(cast: dict[str, User], settings: Any, tmp_path: Any) -> dict[str, Provider]:
    settings.MEDIA_ROOT = tmp_path
    call_command("processes", "import", "--defaults")
    return build_town(cast)


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
