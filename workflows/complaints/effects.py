"""What the automatic actions of complaints do. Each may run again with the same key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from catalog.services.money import LARGEST_AMOUNT
from promotions.coupons.actions import issue_personal_coupon
from workflows.engine.refusals import NotAvailable
from workflows.engine.vocabulary import ActionContext, NoParameters
from workflows.orders.actions import place_redo
from workflows.orders.models import Order
from workflows.payments.actions import refund
from workflows.payments.queries import money_of
from workflows.payments.refusals import RefundTooLarge

from .parameters import AmountParameters, ProposalParameters, RedoParameters
from .remedies import keys_of

if TYPE_CHECKING:
    from .models import Complaint

SORRY = {"en": "With our apologies", "zh-hans": "致歉补偿券"}
MONEY = ("refund", "compensation")


def _order(context: ActionContext) -> Order:
    """The order, locked after the case and before its money."""
    complaint: Complaint = context.subject
    return Order.objects.select_for_update(no_key=True, of=("self",)).get(pk=complaint.order_id)


def effect_key(context: ActionContext) -> str:
    """What each effect is recorded under, wherever it is: ``remedies.given`` looks for these."""
    return f"{keys_of(context.case.number)}{context.key}"


def check_proposal(context: ActionContext, parameters: ProposalParameters) -> Mapping[str, object]:
    """Refuse what could not be carried out, to the person who proposes it.

    Raises ``NotAvailable`` (``amount_missing``, ``amount_too_large``, ``money_is_back``) and
    ``RefundTooLarge``.
    """
    order = _order(context)
    if parameters.remedy in MONEY and parameters.amount <= 0:
        raise NotAvailable(_("Say how much."), code="amount_missing")
    if parameters.remedy == "compensation" and parameters.amount > LARGEST_AMOUNT:
        raise NotAvailable(_("No coupon is worth so much."), code="amount_too_large")
    money = money_of(order.number)
    kept = money.paid - money.refunded
    if parameters.remedy == "refund" and parameters.amount > kept:
        raise RefundTooLarge
    # What costs nothing anyway, such as an order that put another right, may be done again.
    if parameters.remedy == "redo" and order.total > 0 and kept == 0:
        raise NotAvailable(
            _("All that was paid for this order went back: it is not done again for nothing."),
            code="money_is_back",
        )
    return {}


def pay_back(context: ActionContext, parameters: AmountParameters) -> Mapping[str, object]:
    """Send money of the order back. Raises ``RefundTooLarge``."""
    order = _order(context)
    refund(
        order.number,
        amount=parameters.amount,
        reason=f"Complaint {context.case.number}",
        key=effect_key(context),
        by=context.by,
        now=context.now,
    )
    return {"refunded": parameters.amount}


def compensate(context: ActionContext, parameters: AmountParameters) -> Mapping[str, object]:
    """Give the customer a coupon of their own."""
    order = _order(context)
    coupon = issue_personal_coupon(
        order.customer,
        amount=parameters.amount,
        currency=order.currency,
        name=SORRY,
        key=effect_key(context),
        by=context.by,
        now=context.now,
    )
    return {"coupon": coupon.code}


def redo(context: ActionContext, parameters: RedoParameters) -> Mapping[str, object]:
    """Order the same once more at no price. Raises ``SlotTaken``."""
    order = _order(context)
    linked = place_redo(
        order,
        starts_at=parameters.starts_at,
        key=effect_key(context),
        now=context.now,
    )
    return {"order": linked.number}


def mark_reopened(context: ActionContext, parameters: NoParameters) -> Mapping[str, object]:
    """Remember that the customer was not content once."""
    return {"reopened": True}
