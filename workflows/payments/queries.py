"""What is known of an order's money."""

from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import Coalesce

from .models import Payment


@dataclass(frozen=True)
class Money:
    """In minor units. ``refunded`` counts what is on its way back too."""

    paid: int
    refunded: int


def money_of(order_number: str) -> Money:
    sums = Payment.objects.of_order(order_number).aggregate(
        paid=Coalesce(Sum("captured"), 0), refunded=Coalesce(Sum("refunded"), 0)
    )
    return Money(paid=sums["paid"], refunded=sums["refunded"])
