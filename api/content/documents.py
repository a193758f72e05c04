"""Reads of published documents: stored bytes, an ETag, and no work beyond one query.

Two views to subclass: ``DocumentDetail`` and ``DocumentList``. Both answer anyone, in the
language asked for by ``locale`` or else by ``Accept-Language``.
"""

import json
from collections.abc import Iterable, Mapping
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
from api.conventions.parameters import Expand, Fields, Language, Query, select
from api.conventions.views import View
from cms.delivery import queries
from cms.delivery.models import PublishedDocument

# Anyone may keep it, and asks before using it again: a publication is seen at once.
CACHE_CONTROL = "public, max-age=0, must-revalidate"


def detail_query(*bodies: type[BaseModel], expands: Iterable[str] = ()) -> type[Query]:
    """The parameters of a detail whose document is one of ``bodies``."""
    names = _parameters(dict.fromkeys(name for body in bodies for name in body.model_fields))
    return type(f"{bodies[0].__name__}Query", (Query,), names | _expand(expands))


def list_query(
    item: type[BaseModel],
    base: type[OffsetQuery] = OffsetQuery,
    *,
    expands: Iterable[str] = (),
) -> type[OffsetQuery]:
    """The parameters of a list of ``item``, beside the filters that ``base`` declares."""
    names = _parameters(item.model_fields) | _expand(expands)
    return type(f"{item.__name__}ListQuery", (base,), names)


def _parameters(fields: Iterable[str]) -> dict[str, Any]:
    return {"locale": Language(), "fields": Fields(*fields)}


def _expand(expands: Iterable[str]) -> dict[str, Any]:
    names = tuple(expands)
    return {"expand": Expand(*names)} if names else {}


def locale_of(parameters: Mapping[str, Any]) -> str:
    """The locale to answer in."""
    asked = parameters.get("locale") or get_language()
    return str(get_supported_content_language_variant(asked))


class Expanding(View):
    """A view whose documents name others: ``expands`` maps a field to their collection.

    An expanded item has what the other collection's list shows of it, beside what it had. What is
    not published stays as it was.
    """

    expands: ClassVar[Mapping[str, str]] = {}

    def expanded(self, bodies: list[dict[str, Any]], locale: str) -> list[str]:
        """Expand in place what was asked for; answers the tags of what was put in. One query
        for each field."""
        tags = []
        for name in self.parameters.get("expand") or ():
            items = [item for body in bodies for item in body[name]]
            found = queries.read_summaries(
                self.expands[name], {item["key"] for item in items}, locale
            )
            for item in items:
                if document := found.get(item["key"]):
                    item |= json.loads(document.summary)
            tags += [document.etag for _key, document in sorted(found.items())]
        return tags


class DocumentDetail(Expanding):
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
        text, tags = document.body, []
        if fields or "expand" in self.parameters:
            # The second path: what is asked for is taken from the stored bytes, and put together.
            body = json.loads(text)
            tags = [*self.expanded([body], locale), *sorted(fields or ())]
            text = json.dumps(select(body, fields), ensure_ascii=False)
        etag = etag_of(document.etag, *tags) if tags else document.etag
        if matches(request, etag):
            return respond(b"", locale, etag, status=304)
        return respond(text.encode(), locale, etag)


class DocumentList(Expanding):
    """The documents of a ``collection``; a subclass declares ``get`` and may filter ``rows``."""

    collection: ClassVar[str]

    def rows(self, locale: str) -> QuerySet[PublishedDocument]:
        """The documents in order; their ``summary`` is what the list shows."""
        return queries.list_documents(self.collection, locale)

    def parts(self, request: Request, locale: str) -> tuple[str, ...]:
        """What the ETag depends on beside the generation; extend it where rows do."""
        # The whole address: the links to the neighbouring pages repeat it.
        expand = self.parameters.get("expand") or ()
        generations = (str(queries.generation(self.expands[name], locale)) for name in expand)
        return (request.build_absolute_uri(), *generations)

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
            lambda rows: self.items(rows, fields, locale),
        )
        # Spliced, not parsed: the items are JSON already.
        items = ",".join(page.pop("items"))
        rest = json.dumps(page)[1:-1]
        return f'{{"items": [{items}], {rest}}}'.encode()

    def items(
        self, rows: Iterable[PublishedDocument], fields: list[str] | None, locale: str
    ) -> list[str]:
        """The items of a page of the list, as JSON texts."""
        if "expand" not in self.parameters:
            return [self.item(row, fields) for row in rows]
        bodies = [json.loads(self.item(row, None)) for row in rows]
        self.expanded(bodies, locale)
        return [json.dumps(select(body, fields), ensure_ascii=False) for body in bodies]


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
