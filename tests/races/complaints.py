"""Complaints that meet: filed twice, answered twice, decided by two at once."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models.signals import pre_save
from django.utils import timezone

from accounts.users.models import User
from catalog.providers.models import Provider
from promotions.coupons.models import Coupon
from tests.orders.town import build_town
from tests.races.barrier import at_once, meeting, without_constraints
from tests.races.orders import quoted
from workflows.complaints.models import Complaint
from workflows.engine.actions import complete_task, receive_event, take_action
from workflows.engine.models import Vote, WorkItem
from workflows.orders.actions import place_order
from workflows.orders.models import Order
from workflows.orders.vocabulary import PAYMENT_CAPTURED

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Cast = dict[str, User]
Post = Callable[..., Any]
HANDS = 6
ABOUT = {"reason_kind": "damage", "description": "The pane of the big window broke."}


@pytest.fixture
def order(cast: Cast, settings: Any, tmp_path: Any) -> Order:
    """An order that somebody has been asked to."""
    settings.MEDIA_ROOT = tmp_path
    call_command("processes", "import", "--defaults")
    town: dict[str, Provider] = build_town(cast)
    customer, now = cast["customer"], timezone.now()
    quote = quoted(customer, provider=town["provider"])
    placed = place_order(quote.uuid, notes="", by=customer, now=now)
    data = {"amount": placed.total, "payment": "races"}
    receive_event(placed.number, PAYMENT_CAPTURED, data=data, key="races", by=None, now=now)
    return placed


def do(cast: Cast, who: str, step: str, outcome: str, **data: Any) -> None:
    item = WorkItem.objects.get(step=step, task__finished=None)
    complete_task(item.uuid, by=cast[who], outcome=outcome, data=data, now=timezone.now())


@pytest.fixture
def proposed(order: Order, cast: Cast, api: Any) -> Callable[[int], Complaint]:
    """``proposed(5000)`` is a complaint for which a coupon of so much was proposed."""

    def make(amount: int) -> Complaint:
        answer = api("customer").post(
            "/api/v1/complaints/", {"order": order.number, "data": ABOUT}, format="json"
        )
        assert answer.status_code == 201
        claim("triage")
        do(cast, "support", "triage", "investigate", priority="normal")
        do(cast, "provider", "statement", "submit", statement="It was cracked.")
        claim("investigate")
        do(cast, "support", "investigate", "conclude", findings="It is fresh.")
        claim("propose")
        proposal = {"remedy": "compensation", "amount": amount, "explanation": "We are sorry."}
        do(cast, "support", "propose", "propose", **proposal)
        return Complaint.objects.get()

    def claim(step: str) -> None:
        item = WorkItem.objects.get(step=step, task__finished=None)
        path = f"/api/v1/tasks/{item.uuid}/claim/"
        assert api("support").post(path).status_code in (200, 409)

    return make


def filings(post: Post, order: Order) -> list[Callable[[], tuple[int, str]]]:
    return [post("customer", "complaints/", order=order.number, data=ABOUT) for _ in range(HANDS)]


def test_an_order_is_complained_of_once_at_a_time(order: Order, post: Post) -> None:
    with meeting(pre_save, sender=Complaint, parties=HANDS):
        answers = Counter(at_once(*filings(post, order)))
    assert answers == {(201, ""): 1, (409, "complaint_open"): HANDS - 1}
    assert Complaint.objects.count() == 1


def test_control_without_the_constraint_each_is_taken(order: Order, post: Post) -> None:
    with (
        without_constraints(Complaint, "an_order_has_one_open_complaint"),
        meeting(pre_save, sender=Complaint, parties=HANDS),
    ):
        assert Counter(at_once(*filings(post, order))) == {(201, ""): HANDS}
        assert Complaint.objects.count() == HANDS


def test_a_complaint_is_reopened_once(
    proposed: Callable[[int], Complaint], post: Post, cast: Cast
) -> None:
    complaint = proposed(5_000)
    path = f"complaints/{complaint.number}/actions"
    data = {"reopen_reason": "This is not enough."}
    reopen = [post("customer", f"{path}/reopen/", data=data) for _ in range(HANDS)]
    accept = [post("customer", f"{path}/accept/", data={}) for _ in range(HANDS)]
    statuses = Counter(status for status, _code in at_once(*reopen, *accept))
    assert statuses == {200: 1, 409: 2 * HANDS - 1}
    complaint.refresh_from_db()
    again = WorkItem.objects.filter(step="investigate_again").count()
    assert (complaint.status, again) in (("investigating", 1), ("closed", 0))
    assert Coupon.objects.filter(personal_to=cast["customer"]).count() == 1


def test_what_two_approve_at_once_is_given_once(
    proposed: Callable[[int], Complaint], post: Post, cast: Cast
) -> None:
    complaint = proposed(30_000)
    ballot = WorkItem.objects.get(step="approve")
    path = f"tasks/{ballot.uuid}/complete/"
    voters = ["finance", "operator", "admin"] * 3
    votes = [post(who, path, outcome="approve", data={}) for who in voters]
    with meeting(pre_save, sender=Vote, parties=len(votes)):
        answers = Counter(status for status, _code in at_once(*votes))
    assert answers == {200: 2, 409: len(votes) - 2}
    assert ballot.votes.values("voter").distinct().count() == 2
    (coupon,) = Coupon.objects.filter(personal_to=cast["customer"])
    assert (coupon.value, coupon.claimed) == (30_000, 1)
    complaint.refresh_from_db()
    assert complaint.status == "answered"
    take_action(complaint.number, "accept", by=cast["customer"], data={}, now=timezone.now())
