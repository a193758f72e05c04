"""Making quotes: what is asked for, priced, and kept as it was promised."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.users.models import Address, User
from catalog.providers.models import Provider
from catalog.scheduling.queries import Needs, eligible_providers
from catalog.scheduling.slots import LEAD_TIME
from promotions.coupons.models import Coupon
from promotions.coupons.queries import usable_terms
from promotions.coupons.terms import CouponTerms

from .choices import Chosen, choose
from .models import Quote, QuotedService
from .pricing import LONGEST_VISIT, Priced, PriceRequest, VisitTooLong, Words, price
from .refusals import InvalidRequest, OfferChanged
from .requests import Place, QuoteRequest

GOOD_FOR = timedelta(minutes=30)


@transaction.atomic
def make_quote(request: QuoteRequest, *, by: User | None, now: datetime) -> Quote:
    """Price what is asked for and keep it for ``GOOD_FOR``.

    Raises ``InvalidRequest`` (422) with what does not fit, ``OfferChanged`` and ``CouponRefused``
    (409).
    """
    chosen = choose(request)
    if request.version not in (None, chosen.choices[0].version.number):
        raise OfferChanged
    address = _address(request.address, by)
    costs = _priced(request, chosen, by, now=now)
    if request.starts_at < now + LEAD_TIME:
        raise _invalid("starts_at", "too_soon", _("This is too soon. Choose a later time."))
    provider = suitable_provider(request.provider, chosen, address["region"], by)
    quote = Quote.objects.create(
        customer=by,
        title=dict(chosen.title),
        package=request.package,
        category=chosen.categories[0],
        provider=provider,
        starts_at=request.starts_at,
        ends_at=request.starts_at + timedelta(minutes=costs.minutes),
        address=address,
        coupons=[line.key for line in costs.lines if line.kind == "coupon"],
        lines=[asdict(line) for line in costs.lines],
        total=costs.total,
        currency=chosen.currency,
        created_at=now,
        expires_at=now + GOOD_FOR,
    )
    QuotedService.objects.bulk_create(
        QuotedService(
            quote=quote,
            version=choice.version,
            category=choice.category,
            quantity=choice.priced.quantity,
        )
        for choice in chosen.choices
    )
    return quote


def needs_of(quote: Quote) -> Needs:
    """What one provider must be able to do for all of the quote's services."""
    rows = quote.services.select_related("category")
    return Needs(tuple(row.category for row in rows), quote.address["region"])


def able_for(quote: Quote) -> QuerySet[Provider]:
    """The providers who could do it, whenever they work. Nobody is asked to their own order: they
    would review themselves.
    """
    able = eligible_providers(needs_of(quote))
    return able if quote.customer_id is None else able.exclude(user_id=quote.customer_id)


def suitable_provider(
    public_id: UUID | None, chosen: Chosen, region: str | None, by: User | None
) -> Provider | None:
    """The provider who is asked for by name, if they do this there. Raises ``InvalidRequest``."""
    if public_id is None:
        return None
    able = eligible_providers(Needs(chosen.categories, region))
    if by is not None:
        able = able.exclude(user=by)
    provider = able.filter(public_id=public_id).first()
    if provider is None:
        raise _invalid("provider", "unsuitable", _("This provider does not offer this there."))
    return provider


def own_address(uuid: Any, by: User | None) -> Address:
    """One of the caller's own. Raises ``InvalidRequest``."""
    rows = Address.objects.visible_to(by) if by is not None else Address.objects.none()
    address = rows.filter(uuid=uuid).first()
    if address is None:
        raise _invalid("address", "unknown", _("You have no such address."))
    return address


def price_request(chosen: Chosen, coupons: tuple[CouponTerms, ...] = ()) -> PriceRequest:
    return PriceRequest(
        services=tuple(choice.priced for choice in chosen.choices),
        currency=chosen.currency,
        package=chosen.package,
        coupons=coupons,
    )


def priced(asked: PriceRequest, names: Mapping[str, Words]) -> Priced:
    """``names`` are the coupons', by code. Raises ``InvalidRequest`` and ``CouponRefused``."""
    try:
        return price(asked, coupon_names=names)
    except VisitTooLong as error:
        hours = LONGEST_VISIT // 60
        text = _("A visit ends within %(hours)d hours: order less.") % {"hours": hours}
        raise _invalid("quantity", "visit_too_long", text) from error


def _priced(request: QuoteRequest, chosen: Chosen, by: User | None, *, now: datetime) -> Priced:
    terms = _coupons(request.coupons, by, now=now)
    names = dict(
        Coupon.objects.filter(code__in=[one.code for one in terms]).values_list("code", "name")
    )
    return priced(price_request(chosen, terms), names)


def _coupons(codes: tuple[str, ...], by: User | None, *, now: datetime) -> tuple[CouponTerms, ...]:
    if not codes:
        return ()
    if by is None:
        raise _invalid("coupons", "sign_in", _("Log in to use a coupon."))
    return tuple(usable_terms(codes, user=by, now=now))


def _address(given: Any, by: User | None) -> Mapping[str, Any]:
    """A copy: the order keeps it whatever becomes of the address."""
    if isinstance(given, Place):
        return {**asdict(given), "privacy": Address.Privacy.ON_ACCEPTANCE}
    address = own_address(given, by)
    return {
        "lat": address.lat,
        "lng": address.lng,
        "region": address.region,
        "line": address.line,
        "contact_name": address.contact_name,
        "contact_phone": address.contact_phone,
        "privacy": address.privacy,
    }


def _invalid(place: str, kind: str, message: str) -> InvalidRequest:
    return InvalidRequest(errors=[{"loc": [place], "type": kind, "msg": message}])
