"""What a visit costs and how long it takes: pure, by the rules of docs/algorithms/quotes.md."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.services.models.prices import Unit
from promotions.coupons.terms import Basket, CouponTerms, Item, Line, discounts

Words = Mapping[str, str]
# Units that buy time: the duration counts once for each.
TIMED = frozenset({Unit.HOUR, Unit.LESSON, Unit.ITEM, Unit.PERSON})
LONGEST_VISIT = 24 * 60


class VisitTooLong(Exception):
    """A visit that would not end within a day."""


@dataclass(frozen=True)
class ChosenOption:
    """``price`` in minor units and ``duration`` in minutes for one, ``count`` of them."""

    key: str
    label: Words
    price: int
    duration: int
    count: int


@dataclass(frozen=True)
class ChosenService:
    """``price`` in minor units and ``duration`` in minutes for one ``unit``.

    ``item`` says to coupons what it is.
    """

    key: str
    title: Words
    unit: str
    price: int
    duration: int
    quantity: int
    item: Item
    options: tuple[ChosenOption, ...] = ()

    @property
    def minutes(self) -> int:
        times = self.quantity if self.unit in TIMED else 1
        return self.duration * times + sum(one.duration * one.count for one in self.options)


@dataclass(frozen=True)
class ChosenPackage:
    """Its services' own prices do not count."""

    key: str
    title: Words
    price: int


@dataclass(frozen=True)
class PriceRequest:
    """One service, or the services of a package; prices in ``currency`` (ISO 4217)."""

    services: tuple[ChosenService, ...]
    currency: str
    package: ChosenPackage | None = None
    coupons: tuple[CouponTerms, ...] = ()


@dataclass(frozen=True)
class QuoteLine:
    """``amount`` in minor units for all ``quantity``; below zero for what is taken off."""

    kind: str
    key: str
    label: Words
    quantity: int
    amount: int


@dataclass(frozen=True)
class Priced:
    """``total`` in minor units is the sum of the lines; ``minutes`` is one visit."""

    lines: tuple[QuoteLine, ...]
    total: int
    minutes: int


def price(request: PriceRequest, *, coupon_names: Mapping[str, Words] | None = None) -> Priced:
    """Raises ``VisitTooLong`` and ``CouponRefused``."""
    minutes = sum(service.minutes for service in request.services)
    if minutes > LONGEST_VISIT:
        raise VisitTooLong
    lines = _full_price(request)
    names = coupon_names or {}
    taken = discounts(request.coupons, _basket(request, lines))
    lines += [
        QuoteLine("coupon", code, names.get(code, {"en": code}), 1, -off)
        for code, off in taken.items()
    ]
    return Priced(tuple(lines), sum(line.amount for line in lines), minutes)


def full_basket(request: PriceRequest) -> Basket:
    """What is bought, at full prices: what each coupon is measured by."""
    return _basket(request, _full_price(request))


def _full_price(request: PriceRequest) -> list[QuoteLine]:
    package = request.package
    if package is not None:
        return [QuoteLine("package", package.key, package.title, 1, package.price)]
    lines = []
    for service in request.services:
        amount = service.price * service.quantity
        lines.append(QuoteLine("service", service.key, service.title, service.quantity, amount))
        lines += [
            QuoteLine("option", one.key, one.label, one.count, one.price * one.count)
            for one in service.options
        ]
    return lines


def _basket(request: PriceRequest, lines: list[QuoteLine]) -> Basket:
    items = tuple(service.item for service in request.services)
    package = request.package.key if request.package else ""
    return Basket(
        tuple(Line(line.amount, items, package) for line in lines), currency=request.currency
    )
