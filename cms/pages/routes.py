"""Where readers find a page: the address in the frontend, by ``settings.FRONTEND_ROUTES``.

A page's *path* is its place in the tree, by which it is known; its *route* is where links lead.
"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from wagtail.models import Page

from cms.delivery.registry import registry, types_of


def path_of(page: Page) -> str | None:
    """The page's address below the root of its site; ``None`` outside every site."""
    parts = page.get_url_parts()
    return parts[2] if parts else None


def route_of(page: Page, locale: str) -> str:
    """Where the frontend shows ``page`` to readers of ``locale``: its path, if nobody says."""
    path = path_of(page) or ""
    for each in types_of(page):
        if template := settings.FRONTEND_ROUTES.get(each.collection):
            return str(template).format(key=each.key_of(page), locale=locale, path=path)
    return path


def check_routes(**kwargs: Any) -> list[CheckMessage]:
    """Every route is one of a collection of pages: a misspelt one would do nothing, silently."""
    known = sorted(name for name, each in registry.types.items() if issubclass(each.model, Page))
    return [
        Error(
            f"FRONTEND_ROUTES has a route for {name!r}, which is no collection of pages.",
            hint=f"Name one of {', '.join(known)}.",
            id="pages.E001",
        )
        for name in settings.FRONTEND_ROUTES
        if name not in known
    ]
