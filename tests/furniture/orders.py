"""Orders of the customer's: one offered to the provider, one not yet paid, one complained of."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from catalog.providers.models import Provider
from catalog.scheduling.queries import Needs, slots_of
from catalog.services.models import Category
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


HALF_A_DAY = timedelta(hours=4)


def visits(provider: Provider) -> list[datetime]:
    """Times on different days at which the provider is free for long."""
    needs = Needs((Category.objects.get(key="cleaning"),), PLACE.region)
    now = timezone.now()
    free = slots_of(
        needs,
        duration=HALF_A_DAY,
        first=timezone.localdate(now) + timedelta(days=3),
        days=14,
        now=now,
        provider=provider,
    )
    return list({slot.starts_at.date(): slot.starts_at for slot in free}.values())


@furnishes
def orders(world: World) -> None:
    customer, provider = world.cast["customer"], world.cast["provider"]
    works, key = Provider.objects.get(user=provider), world.values["service_key"]
    first, second, third, fourth, fifth, *_later = visits(works)

    def quoted(starts_at: datetime) -> Quote:
        asked = QuoteRequest(
            starts_at=starts_at, address=PLACE, service=key, provider=works.public_id
        )
        return make_quote(asked, by=customer, now=timezone.now())

    def ordered(starts_at: datetime) -> Order:
        return place_order(quoted(starts_at).uuid, notes="", by=customer, now=timezone.now())

    offered = _paid(ordered(first))
    unpaid = ordered(second)
    carried_out = _paid(ordered(third))
    take_action(carried_out.number, "accept", by=provider, data={}, now=timezone.now())
    complaint = file_complaint(carried_out.number, data=COMPLAINT, by=customer, now=timezone.now())
    world.values |= {
        "order_number": offered.number,
        "unpaid_number": unpaid.number,
        "complaint_number": complaint.number,
        "order_action": "accept",
        "complaint_action": "withdraw",
        "quote": str(quoted(fourth).uuid),
        "quote_body": {
            "service": key,
            "starts_at": fifth.isoformat(),
            "address": {
                "lat": 31.2304,
                "lng": 121.4737,
                "region": "shanghai",
                "line": "Fuzhou Road 318",
            },
        },
        "complaint_body": {"order": offered.number, "data": COMPLAINT},
    }


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
