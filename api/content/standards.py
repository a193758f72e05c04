"""Binding texts as the public reads them: in force, and every wording that ever was.

Whoever accepts an agreement accepts a wording by its number, and reads that one here.
"""

import json
from typing import Any

from django.http import HttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import SlugField

from api.content.documents import (
    DocumentDetail,
    DocumentList,
    detail_query,
    list_query,
    locale_of,
    respond,
)
from api.content.rich_text import RichText
from api.conventions.access import ANYONE
from api.conventions.concurrency import etag_of, matches
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import OffsetQuery, offset_page
from api.conventions.parameters import Language, Query
from api.conventions.views import View
from cms.delivery.purging import document_key
from cms.pages.documents import StandardsBody, StandardsSummary
from cms.pages.queries import public_languages, published_versions
from cms.pages.wordings import WordingBody, WordingSummary, summary_of, wording_of

COLLECTION = "standards"


class Standards(DocumentList):
    collection = COLLECTION

    @operation(
        "List standards and agreements",
        access=ANYONE,
        answers={200: Page(StandardsSummary)},
        query=list_query(StandardsSummary, named_by={"slug": SlugField}),
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)


class Standard(DocumentDetail):
    collection = COLLECTION

    @operation(
        "Read a standard or agreement in force",
        access=ANYONE,
        answers={200: StandardsBody},
        query=detail_query(StandardsBody),
        conditional=True,
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        return self.answer(request, key=key)


class StandardVersions(View):
    @operation(
        "List the published wordings, newest first",
        access=ANYONE,
        answers={200: Page(WordingSummary)},
        query=OffsetQuery,
    )
    def get(self, request: Request, key: str) -> Response:
        versions = published_versions(key)
        if not versions.exists():
            raise NotFound
        return Response(offset_page(request, self.parameters, versions, _summaries))


class WordingQuery(Query):
    locale = Language()
    rich_text = RichText((WordingBody,))


class OneStandardVersion(View):
    """It never changes: its ETag is that of its texts and of the language that answers."""

    @operation(
        "Read a published wording",
        access=ANYONE,
        answers={200: WordingBody},
        query=WordingQuery,
        conditional=True,
    )
    def get(self, request: Request, key: str, version: int) -> HttpResponse:
        locale = locale_of(self.parameters)
        found = published_versions(key).filter(number=version).first()
        if found is None:
            raise NotFound
        wording = wording_of(found, locale, among=public_languages(key))
        if wording is None:
            raise NotFound
        rewriting = self.parameters.get("rich_text")
        etag = etag_of(
            found.content_hash, found.number, locale, wording.language, rewriting and rewriting.form
        )
        # It goes with the page that is public under the key, and with the language of its words.
        keys = [document_key(COLLECTION, key)]
        if matches(request, etag):
            return respond(b"", locale, etag, keys, status=304)
        if rewriting is None:
            return respond(wording.model_dump_json().encode(), locale, etag, keys)
        body = rewriting.of(wording.model_dump(mode="json"), locale)
        return respond(json.dumps(body, ensure_ascii=False).encode(), locale, etag, keys)


def _summaries(versions: Any) -> list[dict[str, Any]]:
    return [summary_of(version).model_dump(mode="json") for version in versions]
