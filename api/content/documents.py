"""Reads of published documents: stored bytes, an ETag, and no work beyond one query.

Two views to subclass: ``DocumentDetail`` and ``DocumentList``. Both answer anyone, in the
language asked for by ``locale`` or else by ``Accept-Language``, and tell caches what the answer
was made of.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import get_language
from pydantic import BaseModel
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from wagtail.coreutils import get_supported_content_language_variant

from accounts.users.coordinates import ReferenceSystem
from accounts.users.statements import PreparedQuery
from api.behaviour import watching
from api.content.expanding import Expanding, Expansion
from api.content.rich_text import STORED, RichText, has_bodies
from api.conventions.concurrency import etag_of, matches
from api.conventions.coordinates import located
from api.conventions.keysets import Walk
from api.conventions.paging import CatalogueQuery, Rows, neighbours
from api.conventions.parameters import Expand, Fields, Keys, Language, Query
from api.conventions.shapes import Shapes, select
from cms.delivery import queries
from cms.delivery.models import PublishedDocument
from cms.delivery.purging import document_key, header_of

# Anyone may keep it, and asks before using it again: a publication is seen at once.
CACHE_CONTROL = "public, max-age=0, must-revalidate"
WGS84 = ReferenceSystem.WGS84.value


def detail_query(
    *bodies: type[BaseModel],
    base: type[Query] = Query,
    expands: Mapping[str, Expansion] | None = None,
) -> type[Query]:
    """The parameters of a detail whose document is one of ``bodies``, beside those of ``base``."""
    parameters = _parameters(bodies, expands or {})
    if has_bodies(bodies):
        parameters["rich_text"] = RichText(bodies)
    return type(f"{bodies[0].__name__}Query", (base,), parameters)


def list_query(
    item: type[BaseModel],
    base: type[CatalogueQuery] = CatalogueQuery,
    *,
    expands: Mapping[str, Expansion] | None = None,
    named_by: Mapping[str, type[serializers.Field[Any, Any, Any, Any]]] | None = None,
) -> type[CatalogueQuery]:
    """The parameters of a list of ``item``, beside the filters that ``base`` declares.

    The filters are pure: what only the database knows is looked up thoroughly or not at all.
    ``named_by``: the parameter, with the kind of its keys, by which single ones are asked for.
    """
    keys = {name: Keys(kind, source="keys") for name, kind in (named_by or {}).items()}
    parameters = _parameters((item,), expands or {})
    return type(f"{item.__name__}ListQuery", (base,), {**parameters, **keys})


def _parameters(shapes: Shapes, expands: Mapping[str, Expansion]) -> dict[str, Any]:
    inside = {name: each.shape for name, each in expands.items()}
    expand = {"expand": Expand(*expands)} if expands else {}
    fields = Fields(shapes=shapes, expands=inside)
    return {"pure": True, "locale": Language(), "fields": fields, **expand}


def locale_of(parameters: Mapping[str, Any]) -> str:
    """The locale to answer in."""
    asked = parameters.get("locale") or get_language()
    return _content_locale(str(asked))


@cache
def _content_locale(language: str) -> str:
    return str(get_supported_content_language_variant(language))


class DocumentDetail(Expanding):
    """One document; a subclass names its ``collection`` and declares ``get``."""

    collection: ClassVar[str]

    def find(self, locale: str, **path: Any) -> queries.Document:
        """The document asked for, in one query. Raises ``PublishedDocument.DoesNotExist``."""
        return queries.read_document(self.collection, path["key"], locale)

    def answer(self, request: Request, **path: Any) -> HttpResponse:
        """The stored bytes, or 304."""
        locale = locale_of(self.parameters)
        fields = self.parameters.get("fields")
        rewriting = self.parameters.get("rich_text")
        try:
            document = self.find(locale, **path)
        except PublishedDocument.DoesNotExist as error:
            raise NotFound from error
        watching.saw(request, document.collection, document.key)
        text, etag, tags = document.body, document.etag, {}
        system = self.parameters.get("crs", WGS84)
        if fields or rewriting or "expand" in self.parameters or system != WGS84:
            # The second path: what is asked for is taken from the stored bytes, and put together.
            body = json.loads(located(text, system))
            tags = self.expanded([body], locale)
            if rewriting:
                body = rewriting.of(body, locale)
            form = rewriting.form if rewriting else STORED
            etag = etag_of(etag, system, form, *tags.values(), *sorted(fields or ()))
            text = json.dumps(select(body, fields), ensure_ascii=False)
        keys = [document_key(document.collection, document.key), *document.cache_keys, *tags]
        if matches(request, etag):
            return respond(b"", locale, etag, keys, status=304)
        return respond(text.encode(), locale, etag, keys)


# Of one document in a list: its key and its item, and whatever else the list asks for.
Row = tuple[Any, ...]
Links = Mapping[str, str | None]


class DocumentList(Expanding):
    """The documents of a ``collection``; a subclass declares ``get`` and may filter ``rows``."""

    collection: ClassVar[str]
    # Columns that ``item`` needs beside key and summary.
    columns: tuple[str, ...] = ()
    listed: Rows[Any] | PreparedQuery

    def rows(self, locale: str) -> Rows[Any] | PreparedQuery:
        """The documents in order; their ``summary`` is what the list shows."""
        return queries.ask_documents(self.collection, locale)

    def sources(self) -> list[str]:
        """The collections whose changes change the list; extend it where rows depend on more."""
        return [self.collection, *(self.expands[name].collection for name in self._expand())]

    def parts(self) -> tuple[str, ...]:
        """What the list depends on beside its sources and the question; extend it by these."""
        return ()

    def is_counted(self) -> bool:
        """Whether the sources tell all changes; where not, the answer itself makes the ETag."""
        return True

    def item(self, row: Row, fields: list[str] | None) -> str:
        """An item as JSON text; extend it by what is not of the document."""
        return summary_of(row[1], fields)

    def cache_key(self, row: Row) -> str:
        """What caches know an item of the list by."""
        return document_key(self.collection, row[0])

    def answer(self, request: Request) -> HttpResponse:
        """The stored summaries of one page in one query, one more with ``count``; or 304."""
        locale = locale_of(self.parameters)
        url = request.build_absolute_uri()
        counted = self.is_counted()
        if counted and "HTTP_IF_NONE_MATCH" in request.META:
            # The smaller question first: mostly nothing has changed.
            etag = self._tag(url, locale, queries.generation(self.sources(), locale))
            if matches(request, etag):
                return respond(b"", locale, etag, self.sources(), status=304)
        rows, links, generation = self._read(request, url, locale)
        content = self._page(locale, rows, links)
        # A page without rows has none to tell of which generation it is: it speaks for itself.
        counted = counted and bool(rows)
        etag = self._tag(url, locale, generation) if counted else etag_of(locale, content)
        keys = [*self.sources(), *(self.cache_key(row) for row in rows)]
        if matches(request, etag):
            return respond(b"", locale, etag, keys, status=304)
        return respond(content, locale, etag, keys)

    def _expand(self) -> Sequence[str]:
        return self.parameters.get("expand") or ()

    def _tag(self, url: str, locale: str, generation: int) -> str:
        # The whole address: the links to the neighbouring pages repeat it.
        return queries.collection_etag(self.collection, locale, generation, url, *self.parts())

    def _read(self, request: Request, url: str, locale: str) -> tuple[list[Row], Links, int]:
        """The rows of the page, its neighbours, and the generation that they are of."""
        if keys := self.parameters.get("keys"):
            return self._read_named(keys, url, locale)
        self.listed = self.rows(locale)
        if "cursor" in self.parameters:
            rows, links, generation = self._walk(request.path, url, locale)
        else:
            rows, links, generation = self._leaf(url, locale)
        if not rows:
            # Nothing there: is what was asked for known at all?
            type(self).operations["get"].query.parse(request.GET, thorough=True)
        return rows, links, generation

    def _leaf(self, url: str, locale: str) -> tuple[list[Row], Links, int]:
        limit, offset = self.parameters["limit"], self.parameters["offset"]
        found, generation = self._cut(self.listed, slice(offset, offset + limit + 1), locale)
        links = neighbours(url, self.parameters, more=len(found) > limit)
        return found[:limit], links, generation

    def _walk(self, path: str, url: str, locale: str) -> tuple[list[Row], Links, int]:
        listed = self.listed.rows() if isinstance(self.listed, PreparedQuery) else self.listed
        walk = Walk(cast("QuerySet[PublishedDocument]", listed), self.parameters, path, locale)
        names = [key.name for key in walk.keys]
        found, generation = self._cut(walk.cut(), walk.part, locale, *names)
        places = [row[-len(names) - 1 : -1] for row in found]
        return walk.page(found), walk.links(url, places), generation

    def _cut(
        self, listed: Rows[Any] | PreparedQuery, part: slice, locale: str, *also: str
    ) -> tuple[list[Row], int]:
        """The rows of a part, with the columns of the list and ``also``, and their generation."""
        columns, sources = ("key", "summary", *self.columns, *also), self.sources()
        if isinstance(listed, PreparedQuery):
            question = queries.asking_generation(listed, sources)
            found = question.answer((*columns, "generation"), part)
        elif isinstance(listed, QuerySet):
            asked = queries.with_generation(listed, sources, locale)
            found = list(asked.values_list(*columns, "generation")[part])
        else:
            # The generation first: a publication in between makes it too old, never too new.
            generation = queries.generation(sources, locale)
            row_of = attrgetter(*columns)
            return [row_of(document) for document in listed[part]], generation
        return found, _generation_of(found)

    def _read_named(self, keys: list[str], url: str, locale: str) -> tuple[list[Row], Links, int]:
        """The rows of ``keys`` that are there, in their order."""
        named = queries.named_documents(self.collection, keys, locale)
        asked = queries.with_generation(named, self.sources(), locale)
        columns: tuple[str, ...] = ("key", "summary", "generation")
        found = {row[0]: row for row in asked.values_list(*columns)}
        links = neighbours(url, self.parameters, more=False)
        rows = [found[key] for key in keys if key in found]
        return rows, links, _generation_of(rows)

    def _page(self, locale: str, rows: list[Row], links: Links) -> bytes:
        page: dict[str, Any] = {**links}
        if self.parameters["count"]:
            page["count"] = self.listed.count()
        if keys := self.parameters.get("keys"):
            there = {row[0] for row in rows}
            page["missing"] = [key for key in keys if key not in there]
        # Spliced, not parsed: the items are JSON already.
        items = ",".join(self._items(rows, locale))
        return f'{{"items": [{items}], {json.dumps(page | self.rest())[1:]}'.encode()

    def rest(self) -> dict[str, Any]:
        """What the answer says beside the page; asked for once the rows are read."""
        return {}

    def _items(self, rows: list[Row], locale: str) -> list[str]:
        fields = self.parameters.get("fields")
        if not self._expand():
            return [self.item(row, fields) for row in rows]
        bodies = [json.loads(self.item(row, None)) for row in rows]
        self.expanded(bodies, locale)
        return [json.dumps(select(body, fields), ensure_ascii=False) for body in bodies]


def _generation_of(rows: Sequence[Row]) -> int:
    return int(rows[0][-1] or 0) if rows else 0


def summary_of(summary: str, fields: list[str] | None) -> str:
    """A document's item in a list, as JSON text."""
    if fields is None:
        return summary
    return json.dumps(select(json.loads(summary), fields), ensure_ascii=False)


def respond(
    content: bytes, locale: str, etag: str, keys: Iterable[str] = (), *, status: int = 200
) -> HttpResponse:
    """``content`` as JSON, with what caches need to know; ``keys`` name what it was made of."""
    headers = {
        "ETag": etag,
        "Cache-Control": CACHE_CONTROL,
        "Content-Language": locale,
        "Vary": "Accept-Language",
    }
    if named := header_of(keys):
        headers["Surrogate-Key"] = named
    return HttpResponse(content, status=status, content_type="application/json", headers=headers)
