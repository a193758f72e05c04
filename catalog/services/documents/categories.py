"""The tree of categories as the public reads it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime

from pydantic import BaseModel

from catalog.services.models import Category
from catalog.services.words import words_in
from cms.delivery.locales import site_locales
from cms.delivery.queries import Document
from cms.delivery.registry import Content, DocumentType
from cms.media.documents import ImageBody, image_body

COLLECTION = "categories"
TREE = "tree"
# The whole tree is one document: it is small, and readers want all of it. One document has no
# order among others, so it needs no date.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
OWNER = uuid.UUID("b8f8ab3c-31a0-4f5e-9d67-0b6c8b7f2a55")


class CategoryLink(BaseModel):
    """A category where something else names it."""

    key: str
    name: str


class CategoryBody(CategoryLink):
    description: str
    icon: str
    image: ImageBody | None
    children: list[CategoryBody]


class CategoryTree(BaseModel):
    items: list[CategoryBody]


def category_link(category: Category, locale: str) -> CategoryLink:
    return CategoryLink(key=category.key, name=words_in(category.name, locale))


def build(_category: Category, locale: str) -> Content:
    rows = Category.objects.prefetch_related("picture__renditions").order_by("path")
    return Content(
        body=CategoryTree(items=tree_of(rows, locale)),
        published_at=UNDATED,
        cache_keys=("categories",),
    )


def empty_tree() -> Document:
    """The document of a tree without categories; it is not stored."""
    return Document(COLLECTION, TREE, CategoryTree(items=[]).model_dump_json(), '"empty"', [])


def tree_of(rows: Iterable[Category], locale: str) -> list[CategoryBody]:
    """Nested bodies of ``rows``, which come in the order of their paths."""
    roots: list[CategoryBody] = []
    trail: list[list[CategoryBody]] = [roots]
    for row in rows:
        body = CategoryBody(
            key=row.key,
            name=words_in(row.name, locale),
            description=words_in(row.description, locale),
            icon=row.icon,
            image=image_body(row.picture, locale) if row.picture else None,
            children=[],
        )
        del trail[row.depth :]
        trail[-1].append(body)
        trail.append(body.children)
    return roots


DOCUMENTS = DocumentType(
    collection=COLLECTION,
    model=Category,
    build=build,
    key_of=lambda _category: TREE,
    owner_of=lambda _category: OWNER,
    versions=lambda categories: [dict.fromkeys(site_locales(), each) for each in categories],
)
