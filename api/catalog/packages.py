"""Packages as the public reads them."""

from django.http import HttpResponse
from rest_framework.request import Request

from api.content.documents import DocumentDetail, DocumentList, detail_query, list_query
from api.conventions.access import ANYONE
from api.conventions.openapi import Page
from api.conventions.operations import operation
from catalog.services.documents.packages import COLLECTION, PackageBody, PackageSummary
from catalog.services.documents.services import COLLECTION as SERVICES

# ``expand=services`` answers them as their own list does.
EXPANDS = {"services": SERVICES}


class Packages(DocumentList):
    collection = COLLECTION
    expands = EXPANDS

    @operation(
        "List packages",
        access=ANYONE,
        query=list_query(PackageSummary, expands=EXPANDS),
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
