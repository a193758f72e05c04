"""What people ordered and looked at, read once for all lists."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from catalog.behaviour.items import Item
from catalog.behaviour.models import DailyViews
from catalog.behaviour.purchases import Purchase, purchases
from catalog.recommendations.companions import FLOOR
from catalog.recommendations.heat import DAYS, Count, heat

BASKETS_OF = timedelta(days=365)
LARGEST_BASKET = 50


@dataclass(frozen=True)
class Ledger:
    """``baskets``: by customer the items they ordered, with the last time. ``regions``: where
    they ordered last. ``heats``: of all items; ``city_heats``: by region, of what several ordered.
    """

    baskets: Mapping[int, Mapping[Item, datetime]]
    regions: Mapping[int, str]
    heats: Mapping[Item, float]
    city_heats: Mapping[str, Mapping[Item, float]]

    def newest(self, customer: int) -> datetime | None:
        return max(self.baskets.get(customer, {}).values(), default=None)

    def sets(self) -> Iterator[frozenset[Item]]:
        """The baskets without their customers."""
        for basket in self.baskets.values():
            newest = sorted(basket, key=lambda item: (basket[item], item))[-LARGEST_BASKET:]
            yield frozenset(newest)


def ledger(now: datetime) -> Ledger:
    today = timezone.localdate(now)
    baskets: dict[int, dict[Item, datetime]] = defaultdict(dict)
    last: dict[int, Purchase] = {}
    lately: list[Purchase] = []
    for each in purchases(now - BASKETS_OF):
        basket = baskets[each.customer]
        basket[each.item] = max(each.at, basket.get(each.item, each.at))
        if each.customer not in last or last[each.customer].at <= each.at:
            last[each.customer] = each
        if (today - timezone.localdate(each.at)).days < DAYS:
            lately.append(each)
    counts = [*_orders(lately), *_views(today)]
    return Ledger(
        baskets,
        {customer: each.region for customer, each in last.items()},
        heat(counts, today=today),
        _city_heats(lately, today),
    )


def _orders(bought: list[Purchase]) -> list[Count]:
    days = Counter((each.item, timezone.localdate(each.at)) for each in bought)
    return [Count(item, day, orders=number) for (item, day), number in days.items()]


def _views(today: date) -> list[Count]:
    rows = DailyViews.objects.filter(day__gt=today - timedelta(days=DAYS))
    told = rows.values_list("collection", "key", "day", "views")
    return [Count(Item(name, key), day, views=views) for name, key, day, views in told]


def _city_heats(bought: list[Purchase], today: date) -> dict[str, dict[Item, float]]:
    cities: dict[str, list[Purchase]] = defaultdict(list)
    people: dict[tuple[str, Item], set[int]] = defaultdict(set)
    for each in bought:
        cities[each.region].append(each)
        people[each.region, each.item].add(each.customer)
    return {
        region: heat(
            _orders([each for each in there if len(people[region, each.item]) >= FLOOR]),
            today=today,
        )
        for region, there in cities.items()
    }
