"""Addresses of pages, which are equal in every language."""

import uuid

from django.db.models import Q
from django.utils.translation import gettext_lazy
from wagtail.models import Page

ADDRESS_TAKEN = gettext_lazy(
    "Another page has this address in another language: translate that one."
)


def stands_elsewhere(slug: str, parent: Page, *, own: uuid.UUID) -> bool:
    """Whether a page that is no translation of ``own`` has the address below ``parent``.

    Wagtail compares neighbours in one language alone.
    """
    parents = parent.get_translations().values_list("path", flat=True)
    below = Q(*[("path__startswith", path) for path in parents], _connector=Q.OR)
    others = Page.objects.filter(below, slug=slug, depth=parent.depth + 1)
    return bool(parents) and others.exclude(translation_key=own).exists()
