"""Orders and complaints in every stage, brought there by the people of the cast."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.users.models import User
from catalog.providers.models import Provider
from config.demo.money import settle
from config.demo.rollouts import in_force_since
from config.demo.texts import data
from workflows.complaints.actions import file_complaint
from workflows.complaints.models import Complaint
from workflows.engine.actions import cancel_case, claim_task, complete_task, take_action
from workflows.engine.models import WorkItem
from workflows.engine.sweep import sweep
from workflows.orders.actions import place_order
from workflows.orders.booking import could_come, first_choice
from workflows.orders.models import Order, Quote
from workflows.orders.quoting import make_quote
from workflows.orders.requests import Place, QuoteRequest

PLACES = {
    "customer": Place(
        Decimal("31.226100"), Decimal("121.439500"), "shanghai", "Yuyuan Road 168, Jing'an"
    ),
    "stranger": Place(
        Decimal("31.219800"), Decimal("121.447600"), "shanghai", "静安区常德路 800 弄 6 号 1203 室"
    ),
}
# Where neighbours live.
NEARBY = Place(Decimal("31.224500"), Decimal("121.443100"), "shanghai", "静安区武定路 327 号")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEEK = 7
HOURS = (9, 10, 11, 13, 14, 15, 16)
FINDINGS = "Both sides were heard, and the photos looked at."
STATEMENT = "I did what was ordered, and told the customer what could not be done."
FULL = "那天已经约满了。"
REFUSAL = "停水当天订单已全额退款，按服务条款不再另行赔偿。"
NO_COMPLAINT = "A question, not a complaint: it was answered by telephone."
SORRY = "We are sorry. This is how we would like to put it right."


def load_orders(people: dict[str, User], *, now: datetime) -> None:
    """Whatever is missing of the stories, each whole or not at all."""
    told = data("orders")
    days = max(story["before"] - story["days"] for story in told["order"])
    for process in ("order", "complaint"):
        in_force_since(process, now - (days + 2 * WEEK) * DAY, by=people["operator"], now=now)
    moved = False
    for story in told["order"]:
        if not Order.objects.filter(notes=story["notes"]).exists():
            OrderStory(people, story, now).unfold()
            moved = True
    for story in told["complaint"]:
        order = Order.objects.get(notes=story["order"])
        if not Complaint.objects.filter(order=order).exists():
            _ComplaintStory(people, story, order, now).unfold()
    if moved:
        # What the timers do every half minute: what was not paid expires.
        sweep(now)


def _times(story: Mapping[str, Any], now: datetime) -> Iterator[datetime]:
    """The time of the story, and others near it where nobody works then: later ones of a visit to
    come, earlier ones of a visit that was.
    """
    step = 1 if story["days"] >= 0 else -1
    for turn in range(WEEK):
        day = timezone.localtime(now) + timedelta(days=story["days"] + step * turn)
        for hour in (story["hour"], *HOURS):
            visit = day.replace(hour=hour, minute=0, second=0, microsecond=0)
            if step < 0 or visit > now + 2 * HOUR:
                yield visit


@dataclass(frozen=True)
class OrderStory:
    people: dict[str, User]
    story: Mapping[str, Any]
    now: datetime

    @property
    def customer(self) -> User:
        return self.people[self.story["customer"]]

    @transaction.atomic
    def unfold(self) -> None:
        quote, ordered = self._quote()
        order = place_order(quote.uuid, notes=self.story["notes"], by=self.customer, now=ordered)
        for move in self.story["moves"]:
            order.refresh_from_db()
            self._move(order, move, min(self._at(order, move, ordered), self.now))

    def _quote(self) -> tuple[Quote, datetime]:
        """A quote for a time at which somebody is free, and when it was asked for."""
        for visit in _times(self.story, self.now):
            ordered = min(visit - timedelta(days=self.story["before"]) - 2 * HOUR, self.now)
            quote = make_quote(self._asked(visit), by=self.customer, now=ordered)
            ranked = could_come(quote, starts_at=quote.starts_at, ends_at=quote.ends_at)
            if first_choice(quote, ranked):
                return quote, ordered
            quote.delete()
        raise LookupError(f"Nobody is free for the order “{self.story['notes']}”.")

    def _asked(self, visit: datetime) -> QuoteRequest:
        story = self.story
        chosen = story.get("provider")
        provider = Provider.objects.get(user=self.people[chosen]).public_id if chosen else None
        return QuoteRequest(
            starts_at=visit,
            address=PLACES.get(story["customer"], NEARBY),
            service=story.get("service", ""),
            package=story.get("package", ""),
            quantity=story.get("quantity", 1),
            provider=provider,
        )

    def _at(self, order: Order, move: str, ordered: datetime) -> datetime:
        times = {
            "pay": ordered + 4 * MINUTE,
            "reject": ordered + 9 * MINUTE,
            "reject_all": ordered + 9 * MINUTE,
            "accept": ordered + 14 * MINUTE,
            "cancel": order.starts_at - 20 * HOUR,
            "cancel_by_operator": ordered + 11 * MINUTE,
            "depart": order.starts_at - 35 * MINUTE,
            "arrive": order.starts_at - 5 * MINUTE,
            "start": order.starts_at,
            # Not so long ago that it is confirmed by itself.
            "finish": max(order.ends_at, self.now - DAY) if self._is_last(move) else order.ends_at,
            "confirm": order.ends_at + HOUR,
        }
        return times.get(move, ordered)

    def _is_last(self, move: str) -> bool:
        return bool(self.story["moves"][-1] == move)

    def _move(self, order: Order, move: str, at: datetime) -> None:
        if move == "pay":
            settle(order, by=self.customer, now=at)
            return
        if move == "expire":
            return
        if move == "reject_all":
            self._reject_all(order, at)
            return
        answers = {
            "reject": {"reject_reason": FULL},
            "cancel": {"cancel_reason": "We are away that week."},
            "cancel_by_operator": {"cancel_reason": "小区停水，无法服务。"},
            "finish": {"service_record": "Done as ordered; the customer saw it."},
        }
        by = self.customer
        if move == "cancel_by_operator":
            by = self.people["operator"]
        elif move not in ("cancel", "confirm") and order.provider is not None:
            by = order.provider.user
        take_action(order.number, move, by=by, data=answers.get(move, {}), now=at)

    def _reject_all(self, order: Order, at: datetime) -> None:
        """Whoever is asked says no, until nobody is left to ask."""
        while order.provider is not None:
            by = order.provider.user
            take_action(order.number, "reject", by=by, data={"reject_reason": FULL}, now=at)
            order.refresh_from_db()


@dataclass(frozen=True)
class _ComplaintStory:
    people: dict[str, User]
    story: Mapping[str, Any]
    order: Order
    now: datetime

    @transaction.atomic
    def unfold(self) -> None:
        # Not so long ago that it is closed by itself.
        at = max(self.order.ends_at + 3 * HOUR, self.order.status_at, self.now - 2 * DAY)
        at = min(at, self.now)
        complaint = file_complaint(
            self.order.number,
            data={"reason_kind": self.story["kind"], "description": self.story["text"]},
            by=self.order.customer,
            now=at,
        )
        for turn, move in enumerate(self.story["moves"], start=1):
            when = min(at + turn * 2 * HOUR, self.now)
            if move in ("accept", "withdraw"):
                customer = self.order.customer
                take_action(complaint.number, move, by=customer, data={}, now=when)
            elif move == "cancel":
                operator = self.people["operator"]
                cancel_case(complaint.number, by=operator, reason=NO_COMPLAINT, now=when)
            else:
                self._complete(complaint, move, when)

    def _complete(self, complaint: Complaint, move: str, at: datetime) -> None:
        step = "triage" if move == "refuse" else move
        item = WorkItem.objects.open().get(case__number=complaint.number, step=step)
        by = self.people["support"]
        if step == "statement" and self.order.provider is not None:
            by = self.order.provider.user
        if item.task.owner_id is None:
            claim_task(item.uuid, by=by, now=at)
        outcome, answers = self._answer(move)
        complete_task(item.uuid, by=by, outcome=outcome, data=answers, now=at)

    def _answer(self, step: str) -> tuple[str, dict[str, Any]]:
        if step == "refuse":
            return "refuse", {"refusal": REFUSAL}
        if step == "triage":
            return "investigate", {"priority": "normal"}
        if step == "statement":
            return "submit", {"statement": STATEMENT}
        if step == "investigate":
            return "conclude", {"findings": FINDINGS}
        amount = {"amount": self.story["amount"]} if "amount" in self.story else {}
        return "propose", {"remedy": self.story["remedy"], "explanation": SORRY, **amount}
