"""Who may read a page: everyone, or only some."""

import uuid
from collections.abc import Iterable

from wagtail.models import Page, PageViewRestriction

from cms.delivery.together import once


def public_among(pages: Iterable[Page]) -> set[uuid.UUID]:
    """The translation keys of those that everyone may read in one language at least.

    The address of another tells what is to come, or what was taken back.
    """
    keys = {page.translation_key for page in pages}
    if not keys:
        return set()
    public = Page.objects.live().public().filter(translation_key__in=keys)
    return set(public.values_list("translation_key", flat=True))


def is_private(page: Page) -> bool:
    """Whether ``page`` or one above it is for some alone, as ``get_view_restrictions`` says."""
    return str(page.path).startswith(once("private paths", _private_paths))


def _private_paths() -> tuple[str, ...]:
    """Where in the tree all below is private: at restricted pages, and at aliases of those."""
    keys = set(PageViewRestriction.objects.values_list("page_id", flat=True))
    paths: list[str] = []
    while keys:
        paths += Page.objects.filter(pk__in=keys).values_list("path", flat=True)
        keys = set(Page.objects.filter(alias_of__in=keys).values_list("pk", flat=True))
    return tuple(paths)
