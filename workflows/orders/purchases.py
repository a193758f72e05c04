"""What orders tell the recommendations below."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Case, When

from catalog.behaviour.items import PACKAGES, SERVICES, Item
from catalog.behaviour.purchases import Purchase

from .models import Order
from .states import AWAITING_PAYMENT

NOT_BOUGHT = (AWAITING_PAYMENT, "cancelled", "expired")


def purchases(since: datetime) -> Iterator[Purchase]:
    """What was paid for and stands; not what only puts another order right."""
    thing = Case(
        When(quote__package="", then="quote__services__version__key"), default="quote__package"
    )
    rows = (
        Order.objects.filter(created_at__gte=since, quote__redo_of=None)
        .exclude(status__in=NOT_BOUGHT)
        .annotate(thing=thing)
        .order_by("created_at", "pk")
        .values_list("pk", "customer", "region", "created_at", "quote__package", "thing")
        # A package is ordered as a whole: once, however many services it holds.
        .distinct()
    )
    for _order, customer, region, at, package, key in rows.iterator():
        yield Purchase(customer, Item(PACKAGES if package else SERVICES, key), region, at)
