"""The shapes of pages in published documents, and what all pages share."""

from datetime import datetime
from typing import Annotated, Any

from django.utils import translation
from pydantic import BaseModel, GetJsonSchemaHandler, JsonValue
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from wagtail.blocks import StreamValue

from cms.delivery.registry import Content
from cms.media.documents import ImageBody, image_body, with_renditions
from cms.media.models import Picture
from cms.pages.blocks import pictures_in
from cms.pages.models import BasePage
from cms.pages.rich_text.nodes import RichTextBody
from cms.pages.routes import path_of, route_of


class _RichTextWithin:
    """Tells whoever reads the schema how rich text looks where it is asked for structured."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [handler(schema), handler(RichTextBody.__pydantic_core_schema__)]}


class BlockBody(BaseModel):
    """One block of a body: ``type`` names its shape, ``id`` is stable across revisions.

    ``blocks/`` has the shapes; rich text, also within a value, is a string of HTML or
    Markdown, or a tree.
    """

    type: str
    value: Annotated[JsonValue, _RichTextWithin]
    id: str


class SearchEngineBody(BaseModel):
    title: str
    description: str


class PageSummary(BaseModel):
    """A page in a list.

    ``locale`` is the one that was asked for, ``language`` the one of the words: they differ
    where a translation is missing. ``key`` names the page in the API; ``path`` is its place on
    the site, which ``resolve/`` finds. Both are equal in all locales. ``route`` is where the
    frontend shows it: what links lead to.
    """

    id: int
    type: str
    key: str
    path: str
    route: str
    locale: str
    language: str
    title: str
    published_at: datetime
    updated_at: datetime


class PageBody(PageSummary):
    """A page in full."""

    seo: SearchEngineBody
    body: list[BlockBody]


def summary_fields(page: BasePage, locale: str) -> dict[str, Any]:
    """The values of ``PageSummary``; a page that was never published is dated by its draft."""
    published_at = page.first_published_at or page.latest_revision_created_at
    source = page.source
    return {
        # One object, one id: that of the page which holds the facts (0 in a
        # preview before the first save).
        "id": source.pk or 0,
        "type": page._meta.model_name,
        "key": source.slug,
        "path": path_of(page) or "",
        "route": route_of(page, locale),
        "locale": locale,
        "language": page.locale.language_code,
        "title": page.title,
        "published_at": published_at,
        "updated_at": page.last_published_at or published_at,
    }


def page_fields(page: BasePage, locale: str, body: StreamValue) -> dict[str, Any]:
    """The values of ``PageBody``."""
    return {
        **summary_fields(page, locale),
        "seo": SearchEngineBody(
            title=page.seo_title or page.title, description=page.search_description
        ),
        "body": blocks_body(body, locale),
    }


def blocks_body(value: StreamValue, locale: str) -> list[BlockBody]:
    """A body's blocks, with links and alternative texts for readers of ``locale``."""
    with_renditions(pictures_in(value.stream_block, value))
    # Wagtail's links lead to the translation in the active language.
    with translation.override(locale):
        blocks = value.stream_block.get_api_representation(value, {"locale": locale})
    return [BlockBody(**block) for block in blocks]


def picture_body(picture: Picture | None, locale: str) -> ImageBody | None:
    return image_body(picture, locale) if picture is not None else None


def content_of(
    page: BasePage, body: PageSummary, summary: BaseModel | None = None, *, position: int = 0
) -> Content | None:
    """The document of ``page``; none for a page that not everyone may read."""
    if not page.read_by_everyone:
        return None
    return Content(
        body=body,
        summary=summary,
        path=path_of(page),
        position=position,
        published_at=body.published_at,
        cache_keys=page.cache_keys,
    )
