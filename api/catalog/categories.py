"""The tree of categories as the public reads it."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from api.content.documents import DocumentDetail, detail_query
from api.conventions.access import ANYONE
from api.conventions.operations import operation
from catalog.services.documents.categories import COLLECTION, TREE, CategoryTree, empty_tree
from cms.delivery.models import PublishedDocument
from cms.delivery.queries import Document


class Categories(DocumentDetail):
    collection = COLLECTION

    @operation(
        "Read the tree of categories",
        access=ANYONE,
        query=detail_query(CategoryTree),
        answers={200: CategoryTree},
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)

    def find(self, locale: str, **path: Any) -> Document:
        try:
            return super().find(locale, key=TREE)
        except PublishedDocument.DoesNotExist:
            # Before the first category the tree is empty, not missing.
            return empty_tree()
