"""What stored documents cost at the least: one query, and its bytes joined."""

from decimal import Decimal

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path

from cms.delivery.models import PublishedDocument

LIMIT = 20


def by_rating() -> QuerySet[PublishedDocument]:
    return PublishedDocument.objects.filter(service_listing__locale="en").order_by(
        F("service_listing__rating").desc(nulls_last=True), "service_listing__key"
    )


def listing(request: HttpRequest) -> HttpResponse:
    return _page(by_rating(), int(request.GET["offset"]))


def filtered(request: HttpRequest) -> HttpResponse:
    rows = by_rating().filter(
        service_listing__category_path__startswith=request.GET["path"],
        service_listing__price__gte=int(request.GET["price_min"]),
        service_listing__price__lte=int(request.GET["price_max"]),
        service_listing__rating__gte=Decimal(request.GET["rating_min"]),
    )
    return _page(rows, 0)


def detail(request: HttpRequest, key: str) -> HttpResponse:
    rows = PublishedDocument.objects.filter(collection="services", key=key, locale="en")
    return _json(rows.values_list("body", flat=True).get().encode())


def _page(rows: QuerySet[PublishedDocument], offset: int) -> HttpResponse:
    found = rows.values_list("summary", flat=True)[offset : offset + LIMIT]
    return _json(b'{"items": [' + b",".join(text.encode() for text in found) + b"]}")


def _json(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/json")


urlpatterns = [
    path("services/", listing),
    path("filtered/", filtered),
    path("services/<slug:key>/", detail),
]
