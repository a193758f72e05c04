"""Verbs on orders. What happens to one later, its process does."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from catalog.scheduling.slots import LEAD_TIME
from workflows.engine.actions import start_case
from workflows.engine.refusals import NotAvailable, NotFound
from workflows.payments.actions import request_payment
from workflows.payments.models import Payment

from .models import Order, Quote, QuotedService
from .queries import due, process_for
from .quoting import GOOD_FOR
from .refusals import NothingDue


def place_order(quote_id: UUID, *, notes: str, by: User, now: datetime) -> Order:
    """Start the case of the order that a quote promises, by the process of its category.

    ``NotFound`` for somebody else's quote, ``QuoteExpired``, ``QuoteUsed``, ``SlotTaken`` and
    ``CouponRefused``: nothing of it is left then.
    """
    quote = Quote.objects.orderable_by(by).select_related("category").filter(uuid=quote_id).first()
    if quote is None:
        raise NotFound
    return _start(quote, notes=notes, by=by, now=now)


def pay_order(order: Order, *, gateway: str, by: User, now: datetime) -> Payment:
    """Ask for what is due. Raises ``NothingDue`` (409) and what ``request_payment`` does."""
    with transaction.atomic():
        # Locked: an order that expires in this moment asks for no money any more.
        rows = Order.objects.select_for_update(no_key=True, of=("self",))
        order = rows.select_related("quote").get(pk=order.pk)
        amount = due(order)
        if amount == 0:
            raise NothingDue
        return request_payment(
            order.number,
            amount=amount,
            currency=order.currency,
            gateway=gateway,
            title=order.quote.title["en"],
            by=by,
            now=now,
        )


@transaction.atomic
def place_redo(order: Order, *, starts_at: datetime | None, key: str, now: datetime) -> Order:
    """A linked order of the same that costs nothing, once per ``key``.

    Without ``starts_at`` it is at the same time of day, a week on from now. Raises
    ``NotAvailable`` (``too_soon``) and ``SlotTaken``.
    """
    Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    standing = Order.objects.filter(quote__redo_key=key).first()
    if standing is not None:
        return standing
    starts_at = starts_at or _week_on(order, now)
    if starts_at < now + LEAD_TIME:
        raise NotAvailable(_("This is too soon. Choose a later time."), code="too_soon")
    quote = _redo_quote(order, starts_at, key=key, now=now)
    return _start(quote, notes="", by=User.objects.system(), now=now)


def _start(quote: Quote, *, notes: str, by: User, now: datetime) -> Order:
    case = start_case(
        process_for(quote.category),
        by=by,
        data={"quote": str(quote.uuid), **({"notes": notes} if notes else {})},
        now=now,
        scope={
            "order.category": quote.category.key,
            "order.region": quote.address["region"],
        },
    )
    return Order.objects.detailed().get(number=case.number)


def _redo_quote(order: Order, starts_at: datetime, *, key: str, now: datetime) -> Quote:
    was = order.quote
    quote = Quote.objects.create(
        customer=order.customer,
        title=was.title,
        package=was.package,
        category=was.category,
        starts_at=starts_at,
        ends_at=starts_at + (was.ends_at - was.starts_at),
        address=order.address,
        lines=[
            {**line, "amount": 0} for line in was.lines if line["kind"] not in ("coupon", "fee")
        ],
        total=0,
        currency=was.currency,
        redo_of=order,
        redo_key=key,
        created_at=now,
        expires_at=now + GOOD_FOR,
    )
    QuotedService.objects.bulk_create(
        QuotedService(
            quote=quote, version=row.version, category=row.category, quantity=row.quantity
        )
        for row in was.services.select_related("version", "category")
    )
    return quote


def _week_on(order: Order, now: datetime) -> datetime:
    day = timezone.localtime(now) + timedelta(days=7)
    at = timezone.localtime(order.starts_at)
    return day.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
