"""What the automatic actions of orders do. Each may run again with the same key."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from catalog.providers.models import Provider
from catalog.scheduling.actions import move_booking, release_booking
from catalog.scheduling.refusals import SlotTaken
from catalog.scheduling.slots import LEAD_TIME
from community.reviews.actions import invite
from promotions.coupons.actions import give_back_coupons
from workflows.engine.refusals import NotAvailable
from workflows.engine.vocabulary import ActionContext, NoParameters
from workflows.payments.actions import close_payments, refund
from workflows.payments.queries import money_of

from .booking import answer_offer, could_come, move_on, offer_to
from .models import Offer, Order
from .parameters import AssignParameters, CancelParameters, NextParameters, RescheduleParameters
from .quoting import able_for
from .states import AWAITING_PAYMENT, BEGUN, OfferAnswer

PERCENT = 100


def locked(context: ActionContext) -> Order:
    """The order, read again under its lock: the case first, then the order."""
    Order.objects.select_for_update(no_key=True, of=("self",)).get(pk=context.subject.pk)
    # The engine's own instance: what is changed here, the next step of this transition sees.
    order: Order = context.subject
    order.refresh_from_db()
    return order


def offer(context: ActionContext, parameters: NoParameters) -> Mapping[str, object]:
    """Ask whoever holds the booking. A second run leaves the open offer as it is."""
    order = locked(context)
    if Offer.objects.filter(order=order, answer=OfferAnswer.OPEN).exists():
        return {}
    if order.provider is None:
        raise NotAvailable(_("Nobody is booked for this order."), code="no_provider")
    ranked = could_come(
        order.quote, starts_at=order.starts_at, ends_at=order.ends_at, apart_from=order.number
    )
    score = next((one.explanation for one in ranked if one.provider.pk == order.provider_id), {})
    offer_to(order, order.provider, score=score, now=context.now)
    return {}


def accept(context: ActionContext, parameters: NoParameters) -> Mapping[str, object]:
    """Whoever was asked said yes: the whole address is theirs to see now."""
    order = locked(context)
    if order.provider is None:
        raise NotAvailable(_("Nobody is booked for this order."), code="no_provider")
    answer_offer(order, OfferAnswer.ACCEPTED, now=context.now)
    order.accepted_at = order.accepted_at or context.now
    order.save(update_fields=["accepted_at"])
    return {}


def offer_next(context: ActionContext, parameters: NextParameters) -> Mapping[str, object]:
    """Whoever was asked does not come: move the booking to the next who is free and ask them.

    ``found`` says whether there is one, ``was_choice`` whether the customer had chosen the first.
    """
    order = locked(context)
    asked = Offer.objects.filter(order=order, answer=OfferAnswer.OPEN).first()
    answer = OfferAnswer.REJECTED if parameters.rejected else OfferAnswer.LAPSED
    answer_offer(order, answer, now=context.now, reason=parameters.reason)
    was_choice = asked is not None and asked.provider_id == order.quote.provider_id
    found = move_on(order, now=context.now)
    return {"found": found is not None, "was_choice": was_choice}


def assign(context: ActionContext, parameters: AssignParameters) -> Mapping[str, object]:
    """Book the provider whom an operator picked, and ask them.

    Raises ``NotAvailable`` (``provider_unsuitable``) and ``SlotTaken``.
    """
    order = locked(context)
    provider = _able(order, parameters.provider)
    move_booking(
        order.number,
        providers=[provider],
        starts_at=order.starts_at,
        ends_at=order.ends_at,
        now=context.now,
    )
    offer_to(order, provider, score={}, now=context.now)
    return {}


def reschedule(context: ActionContext, parameters: RescheduleParameters) -> Mapping[str, object]:
    """Move the visit: the old time is free when the new one is taken, or nothing changes.

    The provider who holds it is asked first; another one only if this is not the customer's choice.
    Raises ``NotAvailable`` (``too_soon``) and ``SlotTaken``.
    """
    order = locked(context)
    starts_at = parameters.starts_at
    if starts_at < context.now + LEAD_TIME:
        raise NotAvailable(_("This is too soon. Choose a later time."), code="too_soon")
    ends_at = starts_at + (order.ends_at - order.starts_at)
    _move(order, starts_at, ends_at, now=context.now)
    return {}


def cancel(context: ActionContext, parameters: CancelParameters) -> Mapping[str, object]:
    """Give time, coupons and money back, less the fee; see docs/algorithms/cancellation.md.

    Runs once per arrival: the refund goes by the key.
    """
    return _give_back(context, fee_percent=parameters.fee_percent)


def called_off(context: ActionContext) -> Mapping[str, object]:
    """An operator calls the case off: as the house cancels, unless the work has begun.

    What was done and paid then stays as it is; money goes back by a refund of its own.
    """
    if context.subject.status in BEGUN:
        return {}
    return _give_back(context, fee_percent=0)


def _give_back(context: ActionContext, *, fee_percent: int) -> Mapping[str, object]:
    order = locked(context)
    money = money_of(order.number)
    left = money.paid - money.refunded
    fee = min(order.total * fee_percent // PERCENT, left)
    order.fee = fee
    order.save(update_fields=["fee"])
    answer_offer(order, OfferAnswer.WITHDRAWN, now=context.now)
    close_payments(order.number, now=context.now)
    if left > fee:
        refund(
            order.number,
            amount=left - fee,
            reason="Cancelled",
            key=f"{order.number}:{context.key}",
            by=context.by,
            now=context.now,
        )
    give_back_coupons(order.number, now=context.now)
    release_booking(order.number, now=context.now)
    if order.status == AWAITING_PAYMENT:
        # Nobody was asked yet: whose time was held does not hear of the order now either.
        order.provider = None
        order.save(update_fields=["provider"])
    return {"fee": fee, "refund": left - fee}


def invite_review(context: ActionContext, parameters: NoParameters) -> Mapping[str, object]:
    """Let the customer review what was done. Once per order."""
    order = locked(context)
    if order.provider is None:
        raise NotAvailable(_("Nobody is booked for this order."), code="no_provider")
    first = order.quote.services.select_related("version").order_by("pk").first()
    invite(
        order.number,
        customer=order.customer,
        provider=order.provider,
        service_key=first.version.key if first else "",
        service_title=order.quote.title,
        now=context.now,
    )
    return {}


def _able(order: Order, public_id: str) -> Provider:
    unsuitable = NotAvailable(
        _("This provider does not offer this there."), code="provider_unsuitable"
    )
    try:
        wanted = UUID(public_id)
    except ValueError as error:
        raise unsuitable from error
    provider = able_for(order.quote).filter(public_id=wanted).first()
    if provider is None:
        raise unsuitable
    return provider


def _move(order: Order, starts_at: datetime, ends_at: datetime, *, now: datetime) -> None:
    ranked = could_come(order.quote, starts_at=starts_at, ends_at=ends_at, apart_from=order.number)
    choice, present = order.quote.provider_id, order.provider_id
    if choice is not None and choice == present:
        ranked = [one for one in ranked if one.provider.pk == choice]
    # Stable: the present one first, else the customer's choice, the others as they are ranked.
    first = present or choice
    ranked.sort(key=lambda one: one.provider.pk != first)
    if not ranked:
        raise SlotTaken
    taken = move_booking(
        order.number,
        providers=[one.provider for one in ranked],
        starts_at=starts_at,
        ends_at=ends_at,
        now=now,
    )
    order.starts_at, order.ends_at = starts_at, ends_at
    order.save(update_fields=["starts_at", "ends_at"])
    chosen = next(one for one in ranked if one.provider.pk == taken.provider_id)
    offer_to(order, chosen.provider, score=chosen.explanation, now=now)
