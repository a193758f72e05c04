"""The list of services for those who look for a provider: near, on a day, in a region."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from catalog.scheduling.candidates import Wishes, find_answers
from catalog.scheduling.matching import ALWAYS, Group, Span, groups, joined
from catalog.scheduling.slots import LONGEST_VISIT
from catalog.services.queries import (
    ServiceFilters,
    category_paths,
    list_services,
    longest_durations,
)
from cms.delivery.models import PublishedDocument

BY_DISTANCE = "distance"
KEY = "service_listing__key"
PLACE = ("metres", KEY)

Documents = QuerySet[PublishedDocument]


@dataclass(frozen=True)
class Nearest:
    """Services by distance, then by key: sliced and counted like a queryset.

    ``groups`` are the nearest first: a slice reads no more of them than fill it.
    """

    services: Documents
    groups: Sequence[Group]

    def __getitem__(self, part: slice) -> list[PublishedDocument]:
        skip, wanted = part.start or 0, part.stop - (part.start or 0)
        found: list[PublishedDocument] = []
        for some in _doubling(self.groups):
            rows = _by_distance(self.services, some)
            found += rows[skip : skip + wanted - len(found)]
            if len(found) == wanted:
                break
            if skip:
                skip = 0 if found else skip - rows.count()
        return found

    def count(self) -> int:
        return self.all().count()

    def all(self) -> Documents:
        """The same in one statement, which sorts them all."""
        return _within(self.services, self.groups).order_by(*PLACE)


def list_wished(
    filters: ServiceFilters, wishes: Wishes, locale: str, *, now: datetime
) -> Documents:
    """The documents of the services that have such a provider and meet ``filters``.

    ``metres`` of a row is the distance of the nearest such provider, 0 where no place is asked
    for; ``filters.ordering`` may be ``distance``.
    """
    if filters.ordering == BY_DISTANCE:
        return list_nearest(filters, wishes, locale, now=now).all()
    found = _groups(filters, wishes, locale, now)
    return _within(list_services(replace(filters, category=None), locale), found)


def list_nearest(filters: ServiceFilters, wishes: Wishes, locale: str, *, now: datetime) -> Nearest:
    """The same by distance, for a page of them: what is beyond the page is not looked at."""
    services = list_services(
        replace(filters, ordering=ServiceFilters.ordering, category=None), locale
    )
    return Nearest(services, _groups(filters, wishes, locale, now))


def _groups(filters: ServiceFilters, wishes: Wishes, locale: str, now: datetime) -> list[Group]:
    """By the categories that are in them, what is below that of ``filters`` alone."""
    paths = category_paths()
    inside = "" if filters.category is None else f"/{filters.category}/"
    listed = [path for path in paths.values() if inside in f"/{path}"]
    if wishes.available_on is None:
        longest = dict.fromkeys(listed, ALWAYS)
    else:
        most = LONGEST_VISIT // timedelta(minutes=1)
        if filters.duration_max is not None:
            most = min(most, filters.duration_max)
        longest = longest_durations(listed, locale, most=most)
    return groups(find_answers(wishes, paths, longest, now=now))


def _doubling(those: Sequence[Group]) -> Iterator[Sequence[Group]]:
    """The first, the two after it, the four after these."""
    at, size = 0, 1
    while at < len(those):
        yield those[at : at + size]
        at, size = at + size, size * 2


def _by_distance(services: Documents, those: Sequence[Group]) -> Documents:
    # All equally far away: in the order of their index, no sorting.
    order = (KEY,) if len(those) == 1 else PLACE
    return _within(services, those).order_by(*order)


def _within(services: Documents, those: Sequence[Group]) -> Documents:
    """Those of ``services`` that are in a group, with its ``metres``."""
    if not those:
        return services.annotate(metres=Value(0)).none()
    metres: Case | Value = Value(those[0].metres)
    if len(those) > 1:
        whens = [When(_in(each.spans), then=Value(each.metres)) for each in those]
        metres = Case(*whens, default=Value(None), output_field=IntegerField())
    return services.filter(_in(joined(those))).annotate(metres=metres)


def _in(spans: Sequence[Span]) -> Q:
    return Q(*map(_span, spans), _connector=Q.OR)


def _span(span: Span) -> Q:
    found = Q(service_listing__category_path__in=span.paths)
    if span.above:
        found &= Q(service_listing__duration__gt=span.above)
    if span.minutes < ALWAYS:
        found &= Q(service_listing__duration__lte=span.minutes)
    return found
