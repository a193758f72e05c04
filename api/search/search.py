"""One search over all that is published."""

from typing import Any, Literal

from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel
from rest_framework import serializers
from rest_framework.request import Request

from api.behaviour import watching
from api.catalog.parameters import CategoryKey, Place
from api.content.documents import DocumentList, Row, locale_of, summary_of
from api.conventions.access import ANYONE
from api.conventions.coordinates import PlacedQuery, located
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import OffsetQuery
from api.conventions.parameters import Choice, Fields, Flag, Language
from api.search.parameters import Words
from catalog.providers.documents import ProviderSummary
from catalog.services.documents.packages import PackageSummary
from catalog.services.documents.services import ServiceSummary
from catalog.services.findable import PRICE_BANDS
from catalog.services.queries import keys_below
from cms.delivery.purging import document_key
from cms.pages.documents import ArticleSummary
from cms.search.queries import Found, Wanted
from cms.search.synonyms import kept_in
from cms.training.documents import CourseSummary
from community.posts.documents import FoundPost

# Collections as clients know them: each has a list of the same name.
TYPES = ("services", "packages", "providers", "articles", "posts", "training")
FACETS = ("category", "region", "tag", "price")


class Hit(BaseModel):
    """``item`` is what the list of the ``type`` shows of it; of a post its first words."""

    type: Literal["services", "packages", "providers", "articles", "posts", "training"]
    item: (
        ServiceSummary
        | PackageSummary
        | ProviderSummary
        | ArticleSummary
        | CourseSummary
        | FoundPost
    )


class FacetValue(BaseModel):
    value: str
    count: int


class Facets(BaseModel):
    """How many of all that is found have a value, the most frequent first.

    ``price`` has bands in minor units, such as ``5000-9999``; the last is open: ``50000-``.
    """

    type: list[FacetValue]
    category: list[FacetValue]
    region: list[FacetValue]
    tag: list[FacetValue]
    price: list[FacetValue]


class Told(BaseModel):
    """``forgiven`` where nothing was found by the words themselves, but by similar ones it was."""

    facets: Facets | None = None
    forgiven: bool


class SearchQuery(PlacedQuery, OffsetQuery):
    pure = True

    q = Words()
    type = Choice(required=False, choices=TYPES, help_text=_("Only what this list holds."))
    category = CategoryKey()
    region = serializers.SlugField(
        required=False, help_text=_("Only providers who serve the region.")
    )
    tag = serializers.CharField(required=False, max_length=100, help_text=_("A tag's slug."))
    price = Choice(
        required=False, choices=PRICE_BANDS, help_text=_("Only services in this band of prices.")
    )
    near = Place(
        required=False,
        help_text=_("Latitude and longitude: of equal matches, those near there stand first."),
    )
    locale = Language()
    fields = Fields(shapes=(Hit,))  # type: ignore[assignment]
    facets = Flag(default=False, help_text=_("Whether to count what is found by its facets."))


class Search(DocumentList):
    collection = "search"
    columns = ("collection",)

    @cached_property
    def found(self) -> Found:
        given = self.parameters
        facets = {name: [given[name]] for name in FACETS[1:] if name in given}
        if "category" in given:
            facets["category"] = keys_below(given["category"])
        wanted = Wanted(given["q"], self.locale, given.get("type"), facets, near=given.get("near"))
        return Found(wanted, kept_in(self.locale))

    @cached_property
    def locale(self) -> str:
        return locale_of(self.parameters)

    def rows(self, locale: str) -> Any:
        return self.found

    def sources(self) -> list[str]:
        # A category that moves changes what is below another, but none of what is found.
        return [*TYPES, "categories"]

    def parts(self) -> tuple[str, ...]:
        return (self.found.kept.tag,)

    def cache_key(self, row: Row) -> str:
        return document_key(row[2], row[0])

    def item(self, row: Row, fields: list[str] | None) -> str:
        item = located(row[1], self.parameters["crs"])
        return summary_of(f'{{"type":"{row[2]}","item":{item}}}', fields)

    def rest(self) -> dict[str, Any]:
        told: dict[str, Any] = {"forgiven": self.found.forgiven}
        if self.parameters["facets"]:
            counted = self.found.facets()
            told["facets"] = {
                name: [{"value": v, "count": n} for v, n in counted.get(name, {}).items()]
                for name in ("type", *FACETS)
            }
        return told

    @operation(
        "Search all that is published",
        access=ANYONE,
        query=SearchQuery,
        answers={200: Page(Hit, beside=Told)},
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        watching.searched(request, self.parameters["q"])
        return self.answer(request)
