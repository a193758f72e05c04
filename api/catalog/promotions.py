"""Promotions as the public reads them."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.serializers import SlugField

from api.content.documents import DocumentDetail, DocumentList, detail_query, list_query
from api.content.expanding import Expansion
from api.conventions.access import ANYONE
from api.conventions.openapi import Page
from api.conventions.operations import operation
from catalog.services.documents.services import COLLECTION as SERVICES
from catalog.services.documents.services import ServiceSummary
from cms.delivery.models import PublishedDocument
from promotions.campaigns.documents import COLLECTION, PromotionBody, PromotionSummary
from promotions.campaigns.queries import current_promotions, last_turn

# ``expand=services`` answers them as their own list does.
EXPANDS = {"services": Expansion(SERVICES, ServiceSummary)}


class Promotions(DocumentList):
    collection = COLLECTION

    def rows(self, locale: str) -> QuerySet[PublishedDocument]:
        return current_promotions(locale, now=self.now)

    def parts(self) -> tuple[str, ...]:
        # Between two turns of a window only a publication changes the list; one that is asked for
        # by name is answered before and after its window too, as at its own address.
        return () if "keys" in self.parameters else (str(last_turn(now=self.now)),)

    @operation(
        "List the promotions that are on now",
        access=ANYONE,
        query=list_query(PromotionSummary, named_by={"slug": SlugField}),
        answers={200: Page(PromotionSummary)},
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        self.now = timezone.now()
        return self.answer(request)


class Promotion(DocumentDetail):
    collection = COLLECTION
    expands = EXPANDS

    @operation(
        "Read a promotion",
        access=ANYONE,
        query=detail_query(PromotionBody, expands=EXPANDS),
        answers={200: PromotionBody},
        refusals=(404,),
        conditional=True,
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        return self.answer(request, key=key)
