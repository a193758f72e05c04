"""Orders of the customer's: one offered to the provider, one not yet paid, one complained of."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.users.models import User
from tests.world import World, furnishes
from workflows.complaints.actions import file_complaint
from workflows.engine.actions import take_action
from workflows.engine.actions.events import receive_event
from workflows.orders.actions import place_order
from workflows.orders.models import Order, Quote
from workflows.orders.quoting import make_quote
from workflows.orders.requests import Place, QuoteRequest
from workflows.orders.vocabulary import PAYMENT_CAPTURED

PLACE = Place(Decimal("31.2304"), Decimal("121.4737"), "shanghai", "Fuzhou Road 318")
COMPLAINT = {"reason_kind": "damage", "description": "The pane of the window broke."}


def visit(hour: int) -> datetime:
    day = timezone.localtime() + timedelta(days=3)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


@furnishes
def orders(world: World) -> None:
    customer, provider = world.cast["customer"], world.cast["provider"]
    offered = _paid(_order(customer, 9))
    unpaid = _order(customer, 11)
    carried_out = _paid(_order(customer, 13))
    take_action(carried_out.number, "accept", by=provider, data={}, now=timezone.now())
    complaint = file_complaint(carried_out.number, data=COMPLAINT, by=customer, now=timezone.now())
    world.values |= {
        "order_number": offered.number,
        "unpaid_number": unpaid.number,
        "complaint_number": complaint.number,
        "order_action": "accept",
        "complaint_action": "withdraw",
        "quote": str(_quote(customer, 16).uuid),
        "quote_body": {
            "service": "steam",
            "starts_at": visit(18).isoformat(),
            "address": {
                "lat": 31.2304,
                "lng": 121.4737,
                "region": "shanghai",
                "line": "Fuzhou Road 318",
            },
        },
        "complaint_body": {"order": offered.number, "data": COMPLAINT},
    }


def _quote(customer: User, hour: int) -> Quote:
    asked = QuoteRequest(starts_at=visit(hour), address=PLACE, service="steam")
    return make_quote(asked, by=customer, now=timezone.now())


def _order(customer: User, hour: int) -> Order:
    quote = _quote(customer, hour)
    return place_order(quote.uuid, notes="", by=customer, now=timezone.now())


def _paid(order: Order) -> Order:
    receive_event(
        order.number,
        PAYMENT_CAPTURED,
        data={"amount": order.total, "payment": "furnished"},
        key="furnished",
        by=None,
        now=timezone.now(),
    )
    return Order.objects.get(pk=order.pk)
