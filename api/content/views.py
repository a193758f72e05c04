"""What anyone reads of the pages."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from pydantic import BaseModel
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from wagtail.models import Page

from api.content.documents import (
    DocumentDetail,
    DocumentList,
    detail_query,
    list_query,
    locale_of,
    respond,
)
from api.conventions.access import ANYONE
from api.conventions.concurrency import etag_of, matches
from api.conventions.openapi import AnyOf
from api.conventions.openapi import Page as ListOf
from api.conventions.operations import operation
from api.conventions.parameters import Language, Query
from api.conventions.views import View
from catalog.services.documents.packages import PackageBody
from catalog.services.documents.services import ServiceBody
from cms.delivery import queries
from cms.delivery.models import PublishedDocument
from cms.delivery.purging import document_key
from cms.pages.documents import ArticleBody, ArticleSummary, LandingBody, StandardsBody
from cms.pages.navigation import SiteBody
from cms.pages.queries import redirect_from
from cms.training.documents import CourseBody, CourseSummary
from promotions.campaigns.documents import PromotionBody

# What a page may be: the bodies of every collection of pages.
PAGES = (
    LandingBody, ArticleBody, StandardsBody, CourseBody, ServiceBody, PackageBody, PromotionBody,
)  # fmt: skip


class SiteView(DocumentDetail):
    collection = "site"

    def find(self, locale: str, **path: Any) -> queries.Document:
        return queries.read_document(self.collection, "site", locale)

    @operation(
        "Read the site: name, languages, navigation",
        access=ANYONE,
        answers={200: SiteBody},
        query=detail_query(SiteBody),
        refusals=(404,),
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)


class PageView(DocumentDetail):
    """Any page by its id, or by that of one of its translations."""

    def find(self, locale: str, **path: Any) -> queries.Document:
        owners: QuerySet[Any] = Page.objects.filter(pk=path["id"]).values("translation_key")
        return queries.read_owner(owners, locale)

    @operation(
        "Read a page",
        access=ANYONE,
        answers={200: AnyOf(PAGES)},
        query=detail_query(*PAGES),
        refusals=(404,),
        conditional=True,
    )
    def get(self, request: Request, id: int) -> HttpResponse:  # noqa: A002 (the contract's word)
        return self.answer(request, id=id)


class ArticleListView(DocumentList):
    collection = "articles"

    @operation(
        "List articles, newest first",
        access=ANYONE,
        answers={200: ListOf(ArticleSummary)},
        query=list_query(ArticleSummary, named_by={"slug": serializers.SlugField}),
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)


class ArticleView(DocumentDetail):
    collection = "articles"

    @operation(
        "Read an article",
        access=ANYONE,
        answers={200: ArticleBody},
        query=detail_query(ArticleBody),
        refusals=(404,),
        conditional=True,
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        return self.answer(request, key=key)


class CourseListView(DocumentList):
    collection = "training"

    @operation(
        "List training courses",
        access=ANYONE,
        answers={200: ListOf(CourseSummary)},
        query=list_query(CourseSummary, named_by={"slug": serializers.SlugField}),
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)


class CourseDocumentView(DocumentDetail):
    collection = "training"

    @operation(
        "Read a training course",
        access=ANYONE,
        answers={200: CourseBody},
        query=detail_query(CourseBody),
        refusals=(404,),
        conditional=True,
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        return self.answer(request, key=key)


class ResolveQuery(Query):
    path = serializers.CharField(max_length=500, help_text="An address on the site: /articles/x/.")
    locale = Language()


class Resolved(BaseModel):
    """What is at an address: ``url`` answers it, the frontend shows it at ``route``.

    ``redirect`` is where it has moved to.
    """

    id: int | None = None
    type: str | None = None
    collection: str | None = None
    key: str | None = None
    path: str
    locale: str
    url: str | None = None
    route: str | None = None
    redirect: str | None = None
    permanent: bool | None = None


class ResolveView(View):
    @operation(
        "Find what is at an address of the site",
        access=ANYONE,
        answers={200: Resolved},
        query=ResolveQuery,
        refusals=(404,),
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        locale = locale_of(self.parameters)
        path = "/" + self.parameters["path"].strip("/")
        path = path if path == "/" else path + "/"
        found = resolve(request, path, locale)
        keys = [document_key(found.collection, found.key)] if found.collection and found.key else []
        text = found.model_dump_json()
        etag = etag_of(text)
        if matches(request, etag):
            return respond(b"", locale, etag, keys, status=304)
        return respond(text.encode(), locale, etag, keys)


def resolve(request: Request, path: str, locale: str) -> Resolved:
    """One query for what is there, one more for what has moved. Raises ``NotFound``."""
    try:
        document = queries.read_path(path, locale)
    except PublishedDocument.DoesNotExist as error:
        moved = redirect_from(path)
        if moved is None:
            raise NotFound from error
        target, permanent = moved
        return Resolved(path=path, locale=locale, redirect=target, permanent=permanent)
    body = json.loads(document.body)
    url = reverse("page", kwargs={"id": body["id"]})
    return Resolved(
        id=body["id"],
        type=body["type"],
        collection=document.collection,
        key=document.key,
        path=path,
        locale=locale,
        route=body["route"],
        url=request.build_absolute_uri(url),
    )
