"""Services as the public reads them."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from accounts.users.statements import PreparedQuery
from api.behaviour import watching
from api.catalog.parameters import CategoryKey, Place, least, refuse_inverted
from api.catalog.times import Day
from api.content.documents import (
    DocumentDetail,
    DocumentList,
    Row,
    detail_query,
    list_query,
    locale_of,
)
from api.content.expanding import CATEGORY
from api.conventions.access import ANYONE
from api.conventions.coordinates import PlacedQuery
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CatalogueQuery, Rows
from api.conventions.parameters import Choice
from api.conventions.shapes import select
from api.search.parameters import Words
from catalog.providers.documents import COLLECTION as PROVIDERS
from catalog.providers.states import Gender
from catalog.scheduling.candidates import Wishes
from catalog.scheduling.listing import BY_DISTANCE, list_nearest, list_wished
from catalog.services.documents.categories import COLLECTION as CATEGORIES
from catalog.services.documents.services import COLLECTION, ServiceBody, ServiceSummary
from catalog.services.listings import POPULARITY
from catalog.services.queries import ORDERINGS, ServiceFilters, ask_services, list_services
from catalog.services.ratings import HIGHEST, LOWEST
from cms.delivery.models import PublishedDocument
from cms.search.queries import Found, Wanted
from cms.search.synonyms import Kept, kept_in

# ``expand=category`` answers it as the tree of categories does.
EXPANDS = {"category": CATEGORY}
FILTERS = frozenset(ServiceFilters.__dataclass_fields__)
WISHES = frozenset(Wishes.__dataclass_fields__)
BY_RELEVANCE = "relevance"
# Nothing on earth is further away than half way round it.
HALF_ROUND = 20_100


class ServiceItem(ServiceSummary):
    """``distance``: from ``near`` to the nearest provider who meets the wishes, in metres."""

    distance: int | None


class ServiceFilterQuery(PlacedQuery, CatalogueQuery):
    """Prices, durations and ratings are the service's; the rest one provider meets together."""

    category = CategoryKey()
    price_min = least(_("The lowest price, in minor units."))
    price_max = least(_("The highest price, in minor units."))
    rating_min = serializers.DecimalField(
        required=False,
        max_digits=3,
        decimal_places=2,
        coerce_to_string=False,
        min_value=LOWEST,
        max_value=HIGHEST,
        help_text=_("The lowest rating, from 1 to 5; what nobody has rated has none."),
    )
    duration_min = least(_("The shortest duration, in minutes."))
    duration_max = least(_("The longest duration, in minutes."))
    tag = serializers.CharField(required=False, help_text=_("A tag's slug."))
    near = Place(
        required=False, help_text=_("Latitude and longitude: those with a provider somewhere.")
    )
    radius_km = serializers.DecimalField(
        required=False,
        max_digits=8,
        decimal_places=3,
        coerce_to_string=False,
        min_value=0,
        max_value=HALF_ROUND,
        help_text=_("How far from there the provider may be, in kilometres."),
    )
    region = serializers.SlugField(required=False, help_text=_("A region that a provider serves."))
    available_on = Day(
        required=False, help_text=_("A date on which a provider has time for a visit.")
    )
    provider_gender = Choice(
        required=False, source="gender", choices=Gender.values, help_text=_("A provider's gender.")
    )
    experience_min = least(_("A provider's years of experience, at least."))
    q = Words(required=False)
    ordering = Choice(
        choices=[*ORDERINGS, BY_DISTANCE, BY_RELEVANCE],
        required=False,
        help_text=_(
            "What stands first; a minus turns it round. Equals stand by key. The newest, or with "
            "q what answers it best, if nothing is said."
        ),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        refuse_inverted(attrs, "price")
        refuse_inverted(attrs, "duration")
        best = BY_RELEVANCE if "q" in attrs else ServiceFilters.ordering
        attrs.setdefault("ordering", best)
        if attrs["ordering"] == BY_RELEVANCE and "q" not in attrs:
            text = _("This needs words to look for: give q too.")
            raise serializers.ValidationError({"ordering": [text]}, code="q_missing")
        if attrs["ordering"] == BY_RELEVANCE and "cursor" in attrs:
            names = ", ".join([*ORDERINGS, BY_DISTANCE])
            refusal = _("A cursor goes through one of these orders: %(names)s.") % {"names": names}
            raise serializers.ValidationError({"ordering": [refusal]}, code="no_cursor")
        if "near" not in attrs:
            placed = {
                "radius_km": "radius_km" in attrs,
                "ordering": attrs["ordering"] == BY_DISTANCE,
            }
            text = _("This needs a place: give near too.")
            if errors := {name: [text] for name, given in placed.items() if given}:
                raise serializers.ValidationError(errors, code="near_missing")
        return attrs


class Services(DocumentList):
    collection = COLLECTION
    expands = EXPANDS

    @cached_property
    def wishes(self) -> Wishes:
        given = {name: value for name, value in self.parameters.items() if name in WISHES}
        radius = self.parameters.get("radius_km")
        return Wishes(**given, radius=None if radius is None else radius * 1000)

    @cached_property
    def kept(self) -> Kept:
        return kept_in(locale_of(self.parameters))

    def rows(self, locale: str) -> Rows[Any] | PreparedQuery:
        given = {name: value for name, value in self.parameters.items() if name in FILTERS}
        by_relevance = given["ordering"] == BY_RELEVANCE
        if by_relevance:
            del given["ordering"]
        filters = ServiceFilters(**given)
        # Words and cursors need a queryset to go on from.
        if filters.ordering == BY_DISTANCE and self.parameters.keys().isdisjoint({"q", "cursor"}):
            return list_nearest(filters, self.wishes, locale, now=timezone.now())
        anyone = self.wishes == Wishes()
        if "q" not in self.parameters:
            return ask_services(filters, locale) if anyone else self._filtered(filters, locale)
        unfiltered = by_relevance and anyone and filters == ServiceFilters()
        rows = None if unfiltered else self._filtered(filters, locale)
        found = Found(Wanted(self.parameters["q"], locale, COLLECTION, among=rows), self.kept)
        return found if rows is None or by_relevance else found.within(rows)

    def _filtered(self, filters: ServiceFilters, locale: str) -> QuerySet[PublishedDocument]:
        if self.wishes == Wishes():
            return list_services(filters, locale)
        return list_wished(filters, self.wishes, locale, now=timezone.now())

    @property
    def columns(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("metres",) if self.wishes.near else ()

    def item(self, row: Row, fields: list[str] | None) -> str:
        distance = row[2] if self.wishes.near else None
        if fields is None:
            return f'{row[1][:-1]},"distance":{json.dumps(distance)}}}'
        whole = json.loads(row[1]) | {"distance": distance}
        return json.dumps(select(whole, fields), ensure_ascii=False)

    def is_counted(self) -> bool:
        # Who has time changes with every booking, and with the time itself.
        return self.wishes.available_on is None

    def sources(self) -> list[str]:
        # A category that moves changes what a filter finds, but none of the documents; and what
        # decides of a provider is all in their document.
        also = [CATEGORIES] if self.wishes == Wishes() else [CATEGORIES, PROVIDERS]
        if self.parameters["ordering"] == "-popularity":
            also.append(POPULARITY)
        return [*super().sources(), *also]

    def parts(self) -> tuple[str, ...]:
        return (self.kept.tag,) if "q" in self.parameters else ()

    @operation(
        "List services",
        access=ANYONE,
        query=list_query(
            ServiceItem,
            ServiceFilterQuery,
            expands=EXPANDS,
            named_by={"slug": serializers.SlugField},
        ),
        answers={200: Page(ServiceItem)},
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        watching.searched(request, self.parameters.get("q", ""))
        return self.answer(request)


class Service(DocumentDetail):
    collection = COLLECTION
    expands = EXPANDS

    @operation(
        "Read a service",
        access=ANYONE,
        query=detail_query(ServiceBody, expands=EXPANDS),
        answers={200: ServiceBody},
        refusals=(404,),
        conditional=True,
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        return self.answer(request, key=key)
