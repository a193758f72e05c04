"""What complaints have given for an order so far."""

from django.db.models import Q, Sum

from promotions.coupons.models import Coupon
from workflows.orders.models import Order
from workflows.payments.models import Refund
from workflows.payments.states import RefundStatus


def keys_of(number: str) -> str:
    """How the keys of all effects of a complaint begin."""
    return f"complaint:{number}:"


def given(order: Order) -> int:
    """Minor units that all complaints about the order gave: refunds, and coupons at their worth."""
    refunds, coupons = Q(pk=None), Q(pk=None)
    for number in order.complaints.values_list("number", flat=True):
        refunds |= Q(key__startswith=keys_of(number))
        coupons |= Q(issue_key__startswith=keys_of(number))
    sent = Refund.objects.filter(refunds).exclude(status=RefundStatus.FAILED)
    back = sent.aggregate(total=Sum("amount"))["total"]
    worth = Coupon.objects.filter(coupons).aggregate(total=Sum("value"))["total"]
    return (back or 0) + (worth or 0)
