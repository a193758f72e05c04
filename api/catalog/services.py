"""Services as the public reads them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from api.catalog.parameters import CategoryKey, least, refuse_inverted
from api.content.documents import DocumentDetail, DocumentList, detail_query, list_query
from api.conventions.access import ANYONE
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import OffsetQuery
from catalog.services.documents.categories import COLLECTION as CATEGORIES
from catalog.services.documents.services import COLLECTION, ServiceBody, ServiceSummary
from catalog.services.queries import ORDERINGS, ServiceFilters, list_services
from catalog.services.ratings import HIGHEST, LOWEST
from cms.delivery.models import PublishedDocument
from cms.delivery.queries import generation

FILTERS = frozenset(ServiceFilters.__dataclass_fields__)


class ServiceFilterQuery(OffsetQuery):
    category = CategoryKey()
    price_min = least(_("The lowest price, in minor units."))
    price_max = least(_("The highest price, in minor units."))
    rating_min = serializers.DecimalField(
        required=False,
        max_digits=3,
        decimal_places=2,
        min_value=LOWEST,
        max_value=HIGHEST,
        help_text=_("The lowest rating, from 1 to 5; what nobody has rated has none."),
    )
    duration_min = least(_("The shortest duration, in minutes."))
    duration_max = least(_("The longest duration, in minutes."))
    tag = serializers.CharField(required=False, help_text=_("A tag's slug."))
    ordering = serializers.ChoiceField(
        choices=list(ORDERINGS),
        default="-created_at",
        help_text=_("What stands first; a minus turns it round. Equals stand by key."),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        refuse_inverted(attrs, "price")
        refuse_inverted(attrs, "duration")
        return attrs


class Services(DocumentList):
    collection = COLLECTION

    def rows(self, locale: str) -> QuerySet[PublishedDocument]:
        given = {name: value for name, value in self.parameters.items() if name in FILTERS}
        return list_services(ServiceFilters(**given), locale)

    def parts(self, request: Request, locale: str) -> tuple[str, ...]:
        # A category that moves changes what a filter finds, but none of the documents.
        return (*super().parts(request, locale), str(generation(CATEGORIES, locale)))

    @operation(
        "List services",
        access=ANYONE,
        query=list_query(ServiceSummary, ServiceFilterQuery),
        answers={200: Page(ServiceSummary)},
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
