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

from api.catalog.parameters import CategoryKey, Place, least, refuse_inverted
from api.catalog.times import Day
from api.content.documents import DocumentDetail, DocumentList, detail_query, list_query
from api.conventions.access import ANYONE
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import OffsetQuery
from api.conventions.parameters import select
from catalog.providers.documents import COLLECTION as PROVIDERS
from catalog.providers.states import Gender
from catalog.scheduling.listing import BY_DISTANCE, Wishes, list_wished
from catalog.services.documents.categories import COLLECTION as CATEGORIES
from catalog.services.documents.services import COLLECTION, ServiceBody, ServiceSummary
from catalog.services.queries import ORDERINGS, ServiceFilters, list_services
from catalog.services.ratings import HIGHEST, LOWEST
from cms.delivery.models import PublishedDocument
from cms.delivery.queries import generation

FILTERS = frozenset(ServiceFilters.__dataclass_fields__)
WISHES = frozenset(Wishes.__dataclass_fields__)
# Nothing on earth is further away than half way round it.
HALF_ROUND = 20_100


class ServiceItem(ServiceSummary):
    """``distance``: from ``near`` to the nearest provider who meets the wishes, in metres."""

    distance: int | None


class ServiceFilterQuery(OffsetQuery):
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
    provider_gender = serializers.ChoiceField(
        required=False, source="gender", choices=Gender.values, help_text=_("A provider's gender.")
    )
    experience_min = least(_("A provider's years of experience, at least."))
    ordering = serializers.ChoiceField(
        choices=[*ORDERINGS, BY_DISTANCE],
        default="-created_at",
        help_text=_("What stands first; a minus turns it round. Equals stand by key."),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        refuse_inverted(attrs, "price")
        refuse_inverted(attrs, "duration")
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

    @cached_property
    def wishes(self) -> Wishes:
        given = {name: value for name, value in self.parameters.items() if name in WISHES}
        radius = self.parameters.get("radius_km")
        return Wishes(**given, radius=None if radius is None else radius * 1000)

    def rows(self, locale: str) -> QuerySet[PublishedDocument]:
        given = {name: value for name, value in self.parameters.items() if name in FILTERS}
        filters = ServiceFilters(**given)
        if self.wishes == Wishes():
            return list_services(filters, locale)
        return list_wished(filters, self.wishes, locale, now=timezone.now())

    def item(self, document: PublishedDocument, fields: list[str] | None) -> str:
        distance = getattr(document, "metres", None) if self.wishes.near else None
        if fields is None:
            return f'{document.summary[:-1]},"distance":{json.dumps(distance)}}}'
        whole = json.loads(document.summary) | {"distance": distance}
        return json.dumps(select(whole, fields), ensure_ascii=False)

    def tag(self, request: Request, locale: str) -> str | None:
        # Who has time changes with every booking, and with the time itself.
        return None if self.wishes.available_on else super().tag(request, locale)

    def parts(self, request: Request, locale: str) -> tuple[str, ...]:
        # A category that moves changes what a filter finds, but none of the documents; and what
        # decides of a provider is all in their document.
        also = [CATEGORIES] if self.wishes == Wishes() else [CATEGORIES, PROVIDERS]
        generations = [str(generation(name, locale)) for name in also]
        return (*super().parts(request, locale), *generations)

    @operation(
        "List services",
        access=ANYONE,
        query=list_query(ServiceItem, ServiceFilterQuery),
        answers={200: Page(ServiceItem)},
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)


class Service(DocumentDetail):
    collection = COLLECTION

    @operation(
        "Read a service",
        access=ANYONE,
        query=detail_query(ServiceBody),
        answers={200: ServiceBody},
        refusals=(404,),
        conditional=True,
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        return self.answer(request, key=key)
