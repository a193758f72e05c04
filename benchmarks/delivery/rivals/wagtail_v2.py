"""Wagtail's second API on the same pages, with the filters that it lacks."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from rest_framework.filters import BaseFilterBackend
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from catalog.services.models import ServiceRating

RANGES = {
    "price_min": "price__gte",
    "price_max": "price__lte",
    "rating_min": "rating__gte",
}
BY_RATING = "by_rating"


def with_rating(pages: QuerySet[Any]) -> QuerySet[Any]:
    ratings = ServiceRating.objects.filter(key=OuterRef("slug")).values("rating_mean")
    return pages.annotate(rating=Subquery(ratings))


class Ranges(BaseFilterBackend):
    """Prices and ratings between two values, and the order by rating."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        given = {name: request.GET[key] for key, name in RANGES.items() if key in request.GET}
        if BY_RATING in request.GET or given:
            queryset = with_rating(queryset).filter(**given)
        if BY_RATING in request.GET:
            queryset = queryset.order_by(F("rating").desc(nulls_last=True), "slug")
        return queryset


class Services(PagesAPIViewSet):
    known_query_parameters = PagesAPIViewSet.known_query_parameters.union([*RANGES, BY_RATING])
    # Before the search, after which nothing is filtered any more.
    filter_backends = [Ranges, *PagesAPIViewSet.filter_backends]


router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", Services)
