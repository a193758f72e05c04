"""Documents of the services beyond those that were published: copies of these with other facts.

Made by the product's own shapes and columns, so that they are what a publication would write:
``manage.py documents check`` says so, and is quicker on a few of them than a publication of all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Max
from wagtail.models import Page, ReferenceIndex
from wagtail.search.models import IndexEntry

from benchmarks.delivery.dataset import texts
from benchmarks.delivery.dataset.facts import TEMPLATES, Facts, facts, key_of
from benchmarks.delivery.dataset.rows import continue_numbers, insert
from benchmarks.delivery.dataset.services import Places
from catalog.services.documents.services import COLLECTION, ServiceBody, ServiceSummary
from catalog.services.models import ServicePage
from cms.delivery.changes import fields_of
from cms.delivery.models import PublishedDocument
from cms.delivery.registry import Content
from cms.pages.bodies import PageBody

# How many templates are in memory at once.
AT_ONCE = 100


@dataclass(frozen=True)
class Copy:
    """A service that repeats a template, in one language."""

    of: Facts
    language: str
    places: Places
    last_document: int

    @property
    def owner(self) -> UUID:
        return UUID(int=self.of.number)

    @property
    def document_id(self) -> int:
        """After those of the templates, in the order of the numbers."""
        place = 2 * (self.of.number - TEMPLATES - 1) + texts.LANGUAGES.index(self.language)
        return self.last_document + 1 + place

    @property
    def page_id(self) -> int:
        return self.places.page_id(self.of.number, self.language)

    def body(self, template: PageBody) -> dict[str, Any]:
        """What differs from the template's document."""
        title, path = self.of.title(self.language), template.path
        return {
            "id": self.places.page_id(self.of.number, texts.EN),
            "key": self.of.key,
            "path": path.replace(key_of(self.of.template), self.of.key),
            "title": title,
            "published_at": self.of.published_at,
            "updated_at": self.of.published_at,
            "created_at": self.of.published_at,
            "price": self.of.price,
            "rating": None if self.of.rating is None else float(self.of.rating),
            "rating_count": self.of.rating_count,
        }

    def columns(self) -> dict[str, Any]:
        """What differs in rows that stand beside the document."""
        return {
            "key": self.of.key,
            "title": self.of.title(self.language),
            "price": self.of.price,
            "created_at": self.of.published_at,
            "rating": self.of.rating,
        }


Copies = Mapping[tuple[int, str], list[Copy]]


def copy_documents(services: int, places: Places) -> None:
    """Documents, what stands beside them, references and search entries of all other services."""
    last = PublishedDocument.objects.aggregate(last=Max("pk"))["last"]
    for first in range(1, min(TEMPLATES, services - TEMPLATES) + 1, AT_ONCE):
        copies = {
            (template, language): [
                Copy(facts(number), language, places, last)
                for number in range(template + TEMPLATES, services + 1, TEMPLATES)
            ]
            for template in range(first, min(first + AT_ONCE, TEMPLATES + 1))
            for language in texts.LANGUAGES
        }
        _copy_documents(copies)
        for model in (ReferenceIndex, IndexEntry):
            insert(model, _page_rows(model, copies, places))
    continue_numbers(PublishedDocument)


def _copy_documents(copies: Copies) -> None:
    keys = {key_of(template): template for template, _language in copies}
    rows = PublishedDocument.objects.filter(collection=COLLECTION, key__in=keys)
    templates = {row.pk: row for row in rows}
    by_template = {pk: copies[keys[row.key], row.locale] for pk, row in templates.items()}
    insert(
        PublishedDocument,
        (
            document
            for pk, row in templates.items()
            for document in _documents(row, by_template[pk])
        ),
    )
    for field in _beside(PublishedDocument):
        insert(field.model, _beside_rows(field, by_template))


def _documents(row: PublishedDocument, copies: Iterable[Copy]) -> Iterator[PublishedDocument]:
    body = ServiceBody.model_validate_json(row.body)
    summary = ServiceSummary.model_validate_json(row.summary)
    for copy in copies:
        changes = copy.body(body)
        seo = body.seo.model_copy(update={"title": changes["title"]})
        content = Content(
            body=body.model_copy(update={**changes, "seo": seo}),
            summary=summary.model_copy(update=changes),
            path=changes["path"],
            position=row.position,
            published_at=changes["published_at"],
            cache_keys=tuple(
                f"wagtailcore.page:{changes['id']}" if key == f"wagtailcore.page:{body.id}" else key
                for key in row.cache_keys
            ),
        )
        yield PublishedDocument(
            pk=copy.document_id,
            collection=COLLECTION,
            locale=copy.language,
            owner=copy.owner,
            **fields_of(copy.of.key, content),
        )


def _beside(model: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    """The keys by which rows stand beside a document, or beside such a row of the same key."""
    for relation in model._meta.related_objects:
        yield relation.field
        if relation.field.primary_key:
            yield from _beside(relation.related_model)


def _beside_rows(
    field: models.ForeignKey[Any, Any], copies: Mapping[int, list[Copy]]
) -> Iterator[models.Model]:
    for row in field.model._default_manager.filter(**{f"{field.name}__in": list(copies)}):
        for copy in copies[getattr(row, field.attname)]:
            yield _again(row, {**copy.columns(), field.attname: copy.document_id})


def _page_rows(model: type[models.Model], copies: Copies, places: Places) -> Iterator[models.Model]:
    by_page = {str(places.page_id(*template)): made for template, made in copies.items()}
    for row in model._default_manager.filter(object_id__in=list(by_page), **_of_pages(model)):
        for copy in by_page[row.object_id]:
            yield _again(row, {"object_id": str(copy.page_id)})


def _of_pages(model: type[models.Model]) -> dict[str, Any]:
    if model is ReferenceIndex:
        return {"base_content_type": ContentType.objects.get_for_model(Page)}
    return {"content_type": ContentType.objects.get_for_model(ServicePage)}


def _again(row: models.Model, changes: Mapping[str, Any]) -> models.Model:
    """The row once more under a key of its own, with those of ``changes`` that it has."""
    fields = {field.attname: field for field in row._meta.concrete_fields}
    values = {
        name: changes.get(name, getattr(row, name))
        for name, field in fields.items()
        if name in changes or not field.primary_key
    }
    return type(row)(**values)
