"""How the engine reaches orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.users.models import User
from catalog.scheduling.actions import book_first
from catalog.scheduling.refusals import SlotTaken
from promotions.coupons.actions import redeem_coupons
from workflows.engine.refusals import NotFound

from .booking import could_come, first_choice
from .models import Order, Quote
from .refusals import QuoteExpired, QuoteUsed
from .states import AWAITING_PAYMENT


@dataclass(frozen=True)
class OrderType:
    """An order is made of a quote, in the transaction that starts its case."""

    model: str = "orders.Order"

    def create(self, *, number: str, by: User, data: Mapping[str, object], now: datetime) -> Order:
        """Freeze the quote, use its coupons, take the time: all of it or nothing.

        Raises ``NotFound``, ``QuoteExpired``, ``QuoteUsed``, ``CouponRefused``, ``SlotTaken``.
        """
        quote = _quote(str(data.get("quote")), by)
        if quote.expires_at <= now:
            raise QuoteExpired
        order = _order(quote, number=number, by=by, notes=str(data.get("notes") or ""), now=now)
        if quote.customer is None:
            # Nobody in particular asked for it; now it is known who may not come.
            quote.customer = by
            quote.save(update_fields=["customer"])
        if quote.coupons:
            redeem_coupons(quote.coupons, user=order.customer, order_number=number, now=now)
        ranked = could_come(quote, starts_at=quote.starts_at, ends_at=quote.ends_at)
        choice = first_choice(quote, ranked)
        if not choice:
            raise SlotTaken
        booking = book_first(
            number,
            providers=[one.provider for one in choice],
            starts_at=quote.starts_at,
            ends_at=quote.ends_at,
            now=now,
        )
        order.provider = booking.provider
        order.save(update_fields=["provider"])
        return order

    def set_status(self, subject: Order, stage: str, *, now: datetime) -> None:
        subject.status, subject.status_at = stage, now
        subject.save(update_fields=["status", "status_at"])

    def person(self, subject: Order) -> User:
        return subject.customer

    def is_visible(self, subject: Order, user: User) -> bool:
        return Order.objects.visible_to(user).filter(pk=subject.pk).exists()


def _quote(uuid: str, by: User) -> Quote:
    system = by.pk == User.objects.system().pk
    # The platform itself begins the orders that put others right.
    rows = Quote.objects.exclude(redo_of=None) if system else Quote.objects.orderable_by(by)
    quote = rows.select_related("customer").filter(uuid=uuid).first()
    if quote is None:
        raise NotFound
    return quote


def _order(quote: Quote, *, number: str, by: User, notes: str, now: datetime) -> Order:
    customer = quote.customer or by
    contact = {
        "contact_name": quote.address["contact_name"] or str(customer),
        "contact_phone": quote.address["contact_phone"] or str(customer.phone or ""),
    }
    try:
        with transaction.atomic():
            return Order.objects.create(
                number=number,
                customer=customer,
                quote=quote,
                starts_at=quote.starts_at,
                ends_at=quote.ends_at,
                region=quote.address["region"],
                address={**quote.address, **contact},
                notes=notes,
                total=quote.total,
                currency=quote.currency,
                status=AWAITING_PAYMENT,
                status_at=now,
                created_at=now,
            )
    except IntegrityError as error:
        # One order per quote: the constraint decides between two requests at once.
        raise QuoteUsed from error
