"""How links stand in documents: those to pages that are not public lead nowhere."""

from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from cms.delivery.registry import types_of
from cms.media.models import File
from cms.pages.routes import path_of, route_of
from cms.pages.targets import Linked, files, linked

# What a link leads to that names nothing: no row has this key.
NOTHING = 0


class RoutedPageLink(PageLinkHandler):
    """Links of rich text with the route as ``href``, and what is there in ``data-`` attributes."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        locale = get_language() or settings.LANGUAGE_CODE
        pages = linked(_keys(attrs_list))
        return [_opening(pages.get(_key(attrs)), locale) for attrs in attrs_list]


class FileLink(DocumentLinkHandler):
    """Links of rich text to files."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[File | None]:
        found = files(_keys(attrs_list))
        return [found.get(_key(attrs)) for attrs in attrs_list]


def _keys(attrs_list: list[dict[str, Any]]) -> list[int]:
    return [_key(attrs) for attrs in attrs_list]


def _key(attrs: dict[str, Any]) -> int:
    key = str(attrs.get("id", ""))
    return int(key) if key.isdecimal() else NOTHING


def _opening(target: Linked | None, locale: str) -> str:
    if target is None or not target.is_public:
        return "<a>"
    page = target.in_language(locale)
    published = types_of(page)
    if not published:
        return str(format_html('<a href="{}">', page.url or ""))
    return str(
        format_html(
            '<a href="{}" data-collection="{}" data-key="{}" data-path="{}">',
            route_of(page, locale),
            published[0].collection,
            published[0].key_of(page),
            path_of(page) or "",
        )
    )
