"""Packages as the public reads them."""

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.serializers import SlugField

from api.content.documents import DocumentDetail, DocumentList, detail_query, list_query
from api.content.expanding import Expansion
from api.conventions.access import ANYONE
from api.conventions.openapi import Page
from api.conventions.operations import operation
from catalog.services.documents.packages import COLLECTION, PackageBody, PackageSummary
from catalog.services.documents.services import COLLECTION as SERVICES
from catalog.services.documents.services import ServiceSummary

# ``expand=services`` answers them as their own list does.
EXPANDS = {"services": Expansion(SERVICES, ServiceSummary)}


class Packages(DocumentList):
    collection = COLLECTION
    expands = EXPANDS

    @operation(
        "List packages",
        access=ANYONE,
        query=list_query(PackageSummary, expands=EXPANDS, named_by={"slug": SlugField}),
        answers={200: Page(PackageSummary)},
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)


class Package(DocumentDetail):
    collection = COLLECTION
    expands = EXPANDS

    @operation(
        "Read a package",
        access=ANYONE,
        query=detail_query(PackageBody, expands=EXPANDS),
        answers={200: PackageBody},
        refusals=(404,),
        conditional=True,
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        return self.answer(request, key=key)
