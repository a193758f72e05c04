"""The shapes of pages in published documents, and what all pages share."""

from datetime import datetime
from typing import Any

from django.utils import translation
from pydantic import BaseModel, JsonValue
from wagtail.blocks import StreamValue
from wagtail.models import ReferenceIndex

from cms.delivery.registry import Content
from cms.media.documents import ImageBody, image_body
from cms.media.models import Picture
from cms.pages.models import BasePage


class BlockBody(BaseModel):
    """One block of a body: ``type`` names its shape, ``id`` is stable across revisions."""

    type: str
    value: JsonValue
    id: str


class SearchEngineBody(BaseModel):
    title: str
    description: str


class PageSummary(BaseModel):
    """A page in a list.

    ``locale`` is the one that was asked for, ``language`` the one of the words: they differ
    where a translation is missing. ``key`` names the page in the API; ``path`` is its address on
    the site. Both are equal in all locales.
    """

    id: int
    type: str
    key: str
    path: str
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
    # Wagtail's links lead to the translation in the active language.
    with translation.override(locale):
        blocks = value.stream_block.get_api_representation(value, {"locale": locale})
    return [BlockBody(**block) for block in blocks]


def picture_body(picture: Picture | None, locale: str) -> ImageBody | None:
    return image_body(picture, locale) if picture is not None else None


def path_of(page: BasePage) -> str | None:
    """The page's address below the root of its site; ``None`` outside every site."""
    parts = page.get_url_parts()
    return parts[2] if parts else None


def content_of(
    page: BasePage, body: PageSummary, summary: BaseModel | None = None, *, position: int = 0
) -> Content | None:
    """The document of ``page``; none for a page that not everyone may read."""
    if page.get_view_restrictions():
        return None
    return Content(
        body=body,
        summary=summary,
        path=path_of(page),
        position=position,
        published_at=body.published_at,
        cache_keys=cache_keys_of(page),
    )


def cache_keys_of(page: BasePage) -> tuple[str, ...]:
    """What the page is made of: itself and what it refers to, such as ``media.picture:12``."""
    rows = ReferenceIndex.get_references_for_object(page).select_related("to_content_type")
    shown = {
        f"{row.to_content_type.app_label}.{row.to_content_type.model}:{row.to_object_id}"
        for row in rows
    }
    return (f"wagtailcore.page:{page.source.pk}", *sorted(shown))
