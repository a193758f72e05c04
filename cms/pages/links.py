"""How links to pages stand in documents: those to pages that are not public lead nowhere."""

from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from cms.delivery.registry import types_of
from cms.pages.routes import path_of, public_among, route_of


class RoutedPageLink(PageLinkHandler):
    """Links of rich text with the route as ``href``, and what is there in ``data-`` attributes."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        locale = get_language() or settings.LANGUAGE_CODE
        pages = cls.get_many(attrs_list)
        public = public_among(page for page in pages if page)
        return [
            _opening(page.localized, locale) if page and page.translation_key in public else "<a>"
            for page in pages
        ]


def _opening(page: Page, locale: str) -> str:
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
