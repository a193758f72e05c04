"""Active providers as the public reads them."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from api.catalog.parameters import CategoryKey, least
from api.content.documents import (
    DocumentDetail,
    DocumentList,
    Row,
    detail_query,
    list_query,
    summary_of,
)
from api.content.expanding import CATEGORY
from api.conventions.access import ANYONE
from api.conventions.coordinates import PlacedQuery, located
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CatalogueQuery
from api.conventions.parameters import Choice
from catalog.providers.documents import COLLECTION, ProviderBody, ProviderSummary
from catalog.providers.queries import ProviderFilters, list_providers
from catalog.providers.states import Gender
from catalog.services.documents.categories import COLLECTION as CATEGORIES
from cms.delivery.models import PublishedDocument

# ``expand=skills`` answers the categories as their tree does.
EXPANDS = {"skills": CATEGORY}
FILTERS = frozenset(ProviderFilters.__dataclass_fields__)


class ProviderFilterQuery(PlacedQuery, CatalogueQuery):
    category = CategoryKey(
        source="skill", help_text=_("A category's key: those skilled in it or below it.")
    )
    region = serializers.SlugField(required=False, help_text=_("A region's key."))
    gender = Choice(required=False, choices=Gender.values, help_text=_("A provider's gender."))
    experience_min = least(_("At least so many years of experience."))


class Providers(DocumentList):
    collection = COLLECTION
    expands = EXPANDS

    def rows(self, locale: str) -> QuerySet[PublishedDocument]:
        given = {name: value for name, value in self.parameters.items() if name in FILTERS}
        return list_providers(ProviderFilters(**given), locale)

    def sources(self) -> list[str]:
        # A category that moves changes what a filter finds, but none of the documents.
        return [*super().sources(), CATEGORIES]

    def item(self, row: Row, fields: list[str] | None) -> str:
        return summary_of(located(row[1], self.parameters["crs"]), fields)

    @operation(
        "List active providers",
        access=ANYONE,
        query=list_query(
            ProviderSummary,
            ProviderFilterQuery,
            expands=EXPANDS,
            named_by={"id": serializers.UUIDField},
        ),
        answers={200: Page(ProviderSummary)},
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)


class Provider(DocumentDetail):
    collection = COLLECTION
    expands = EXPANDS

    @operation(
        "Read an active provider",
        access=ANYONE,
        query=detail_query(ProviderBody, base=PlacedQuery, expands=EXPANDS),
        answers={200: ProviderBody},
        refusals=(404,),
        conditional=True,
    )
    def get(self, request: Request, key: UUID) -> HttpResponse:
        return self.answer(request, key=str(key))
