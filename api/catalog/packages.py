"""Packages as the public reads them."""

from django.http import HttpResponse
from rest_framework.request import Request

from api.content.documents import DocumentDetail, DocumentList, detail_query, list_query
from api.conventions.access import ANYONE
from api.conventions.openapi import Page
from api.conventions.operations import operation
from catalog.services.documents.packages import COLLECTION, PackageBody, PackageSummary


class Packages(DocumentList):
    collection = COLLECTION

    @operation(
        "List packages",
        access=ANYONE,
        query=list_query(PackageSummary),
        answers={200: Page(PackageSummary)},
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)


class Package(DocumentDetail):
    collection = COLLECTION

    @operation(
        "Read a package",
        access=ANYONE,
        query=detail_query(PackageBody),
        answers={200: PackageBody},
        refusals=(404,),
        conditional=True,
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        return self.answer(request, key=key)
