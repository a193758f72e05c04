"""Verbs on complaints. What happens to one later, its process does."""

from collections.abc import Mapping
from datetime import datetime

from accounts.users.models import User
from workflows.engine.actions import start_case
from workflows.engine.refusals import NotFound
from workflows.orders.models import Order

from .models import Complaint

PROCESS = "complaint"


def file_complaint(
    order_number: str, *, data: Mapping[str, object], by: User, now: datetime
) -> Complaint:
    """Start the case of a complaint about an order of ``by``, with the answers to its form.

    ``NotFound`` for somebody else's order; see ``ComplaintType.create`` for the rest.
    """
    order = Order.objects.filter(customer=by, number=order_number).select_related("quote").first()
    if order is None:
        raise NotFound
    case = start_case(
        PROCESS,
        by=by,
        data={**data, "order": order_number},
        now=now,
        scope={"order.category": order.quote.category.key, "order.region": order.region},
    )
    return Complaint.objects.select_related("order").get(number=case.number)
