"""Reads of published documents: stored bytes, an ETag, and no work beyond one query.

Two views to subclass: ``DocumentDetail`` and ``DocumentList``. Both answer anyone, in the
language asked for by ``locale`` or else by ``Accept-Language``.
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from pydantic import BaseModel
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from wagtail.coreutils import get_supported_content_language_variant

from api.conventions.concurrency import etag_of, matches
from api.conventions.paging import OffsetQuery, offset_page
from api.conventions.parameters import Fields, Language, Query, select
from api.conventions.views import View
from cms.delivery import queries
from cms.delivery.models import PublishedDocument

# Anyone may keep it, and asks before using it again: a publication is seen at once.
CACHE_CONTROL = "public, max-age=0, must-revalidate"


def detail_query(*bodies: type[BaseModel]) -> type[Query]:
    """The parameters of a detail whose document is one of ``bodies``."""
    fields = dict.fromkeys(name for body in bodies for name in body.model_fields)
    names = {"locale": Language(), "fields": Fields(*fields)}
    return type(f"{bodies[0].__name__}Query", (Query,), names)


def list_query(item: type[BaseModel], base: type[OffsetQuery] = OffsetQuery) -> type[OffsetQuery]:
    """The parameters of a list of ``item``, beside the filters that ``base`` declares."""
    names = {"locale": Language(), "fields": Fields(*item.model_fields)}
    return type(f"{item.__name__}ListQuery", (base,), names)


def locale_of(parameters: Mapping[str, Any]) -> str:
    """The locale to answer in."""
    asked = parameters.get("locale") or get_language()
    return str(get_supported_content_language_variant(asked))


class DocumentDetail(View):
    """One document; a subclass names its ``collection`` and declares ``get``."""

    collection: ClassVar[str]

    def find(self, locale: str, **path: Any) -> PublishedDocument:
        """The document asked for, in one query. Raises ``PublishedDocument.DoesNotExist``."""
        return queries.read_document(self.collection, path["key"], locale)

    def answer(self, request: Request, **path: Any) -> HttpResponse:
        """The stored bytes, or 304."""
        locale = locale_of(self.parameters)
        fields = self.parameters.get("fields")
        try:
            document = self.find(locale, **path)
        except PublishedDocument.DoesNotExist as error:
            raise NotFound from error
        etag = etag_of(document.etag, *sorted(fields)) if fields else document.etag
        if matches(request, etag):
            return respond(b"", locale, etag, status=304)
        text = document.body
        if fields:
            text = json.dumps(select(json.loads(text), fields), ensure_ascii=False)
        return respond(text.encode(), locale, etag)


class DocumentList(View):
    """The documents of a ``collection``; a subclass declares ``get`` and may filter ``rows``."""

    collection: ClassVar[str]

    def rows(self, locale: str) -> QuerySet[PublishedDocument]:
        """The documents in order; their ``summary`` is what the list shows."""
        return queries.list_documents(self.collection, locale)

    def parts(self, request: Request, locale: str) -> tuple[str, ...]:
        """What the ETag depends on beside the generation; extend it where rows do."""
        # The whole address: the links to the neighbouring pages repeat it.
        return (request.build_absolute_uri(),)

    def tag(self, request: Request, locale: str) -> str | None:
        """The ETag; ``None`` where nothing that is counted decides, and the answer itself must."""
        return queries.collection_etag(self.collection, locale, *self.parts(request, locale))

    def item(self, document: PublishedDocument, fields: list[str] | None) -> str:
        """A document's item as JSON text; extend it by what is not of the document."""
        return summary_of(document, fields)

    def answer(self, request: Request) -> HttpResponse:
        """The stored summaries of one page, or 304: two queries, three with ``count``."""
        locale = locale_of(self.parameters)
        etag = self.tag(request, locale)
        if etag is not None and matches(request, etag):
            return respond(b"", locale, etag, status=304)
        content = self._page(request, locale)
        if etag is None:
            etag = etag_of(locale, content)
            if matches(request, etag):
                return respond(b"", locale, etag, status=304)
        return respond(content, locale, etag)

    def _page(self, request: Request, locale: str) -> bytes:
        fields = self.parameters.get("fields")
        page = offset_page(
            request,
            self.parameters,
            self.rows(locale),
            lambda rows: [self.item(row, fields) for row in rows],
        )
        # Spliced, not parsed: the items are JSON already.
        items = ",".join(page.pop("items"))
        rest = json.dumps(page)[1:-1]
        return f'{{"items": [{items}], {rest}}}'.encode()


def summary_of(document: PublishedDocument, fields: list[str] | None) -> str:
    """A document's item in a list, as JSON text."""
    if fields is None:
        return document.summary
    return json.dumps(select(json.loads(document.summary), fields), ensure_ascii=False)


def respond(content: bytes, locale: str, etag: str, *, status: int = 200) -> HttpResponse:
    """``content`` as JSON, with what caches need to know."""
    response = HttpResponse(content, status=status, content_type="application/json")
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    response["Content-Language"] = locale
    patch_vary_headers(response, ("Accept-Language",))
    return response
