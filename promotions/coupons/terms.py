"""What coupons take off a basket: pure, by the rules of docs/algorithms/discounts.md."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from promotions.coupons.refusals import CouponRefused
from promotions.coupons.states import CouponKind

PER_CENT = 100


@dataclass(frozen=True)
class Item:
    """One service: its key, and the keys of its category and of all above it."""

    service: str
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """``amount`` in minor units, zero or more, for all ``items`` together.

    ``package`` is the key of the package that they are, if they are one.
    """

    amount: int
    items: tuple[Item, ...] = ()
    package: str = ""


@dataclass(frozen=True)
class Basket:
    """What is bought, at full prices, in one currency (ISO 4217)."""

    lines: tuple[Line, ...]
    currency: str

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True)
class CouponTerms:
    """What a coupon says: ``value`` in minor units or per cent, ``cap`` and ``minimum`` in units.

    ``categories``, ``services`` and ``packages`` are keys; all three empty: good for everything.
    """

    code: str
    kind: CouponKind
    value: int
    currency: str
    cap: int | None = None
    minimum: int = 0
    combines: bool = False
    categories: frozenset[str] = field(default_factory=frozenset)
    services: frozenset[str] = field(default_factory=frozenset)
    packages: frozenset[str] = field(default_factory=frozenset)

    @property
    def for_everything(self) -> bool:
        return not (self.categories or self.services or self.packages)

    def covers(self, line: Line) -> bool:
        if self.for_everything:
            return True
        if line.package in self.packages:
            return True
        return bool(line.items) and all(self._names(item) for item in line.items)

    def _names(self, item: Item) -> bool:
        return item.service in self.services or bool(item.categories & self.categories)


def discount(terms: CouponTerms, basket: Basket) -> int:
    """Minor units, above zero, that one coupon takes off. Raises ``CouponRefused``."""
    if terms.currency != basket.currency:
        raise CouponRefused("coupon_currency", coupon=terms.code)
    lines = [line for line in basket.lines if terms.covers(line)]
    covered = sum(line.amount for line in lines)
    if not lines:
        raise CouponRefused("coupon_not_for_this", coupon=terms.code)
    if covered < terms.minimum:
        raise CouponRefused("coupon_minimum", coupon=terms.code)
    off = min(_worth(terms, covered), covered)
    if off == 0:
        raise CouponRefused("coupon_without_effect", coupon=terms.code)
    return off


def discounts(coupons: Sequence[CouponTerms], basket: Basket) -> dict[str, int]:
    """What each of ``coupons`` takes off, by code, together at most the basket.

    Raises ``CouponRefused``, also for those that may not stand beside each other.
    """
    _refuse_company(coupons)
    left = basket.total
    taken: dict[str, int] = {}
    for terms in coupons:
        off = min(discount(terms, basket), left)
        if off == 0:
            raise CouponRefused("coupon_without_effect", coupon=terms.code)
        taken[terms.code] = off
        left -= off
    return taken


def worth_of(coupons: Sequence[CouponTerms], basket: Basket) -> dict[str, int]:
    """What each would take off alone, by code, the most first; those that would be refused are
    left out.
    """
    worth = {}
    for terms in coupons:
        try:
            worth[terms.code] = discount(terms, basket)
        except CouponRefused:
            continue
    return dict(sorted(worth.items(), key=lambda pair: (-pair[1], pair[0])))


def best(coupons: Sequence[CouponTerms], basket: Basket, *, most: int) -> list[CouponTerms]:
    """Those that together take the most off, ``most`` of them at the most.

    The worthiest first: of those that do not combine it is the one, and the rest may all stand
    beside each other.
    """
    known = {terms.code: terms for terms in coupons}
    chosen: list[CouponTerms] = []
    left = basket.total
    for code, off in worth_of(coupons, basket).items():
        alone = not known[code].combines and not all(each.combines for each in chosen)
        if alone or not left or len(chosen) == most:
            continue
        chosen.append(known[code])
        left -= min(off, left)
    return chosen


def _worth(terms: CouponTerms, covered: int) -> int:
    if terms.kind == CouponKind.AMOUNT:
        return terms.value
    # Rounded here and nowhere else, and down: on the sum, not line by line.
    off = covered * terms.value // PER_CENT
    return off if terms.cap is None else min(off, terms.cap)


def _refuse_company(coupons: Sequence[CouponTerms]) -> None:
    seen: set[str] = set()
    alone: str | None = None
    for terms in coupons:
        if terms.code in seen:
            raise CouponRefused("coupon_named_twice", coupon=terms.code)
        seen.add(terms.code)
        if terms.combines:
            continue
        if alone is not None:
            raise CouponRefused("coupons_do_not_combine", coupon=terms.code)
        alone = terms.code
