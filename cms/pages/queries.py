"""Reads of what pages leave behind."""

import json
import re
import uuid
from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet
from wagtail.contrib.redirects.models import Redirect

from cms.delivery.models import PublishedDocument
from cms.delivery.queries import ITEM
from cms.delivery.together import once_each
from cms.pages.models import StandardVersion
from cms.pages.reach import public_among


def latest_version(page_key: uuid.UUID) -> StandardVersion | None:
    """The wording in force of a standards page, by its translation key."""
    return latest_versions([page_key]).get(page_key)


def latest_versions(page_keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, StandardVersion]:
    """The wordings in force of several, by translation key."""
    return once_each(_read_latest_versions, page_keys)


def _read_latest_versions(page_keys: set[uuid.UUID]) -> dict[uuid.UUID, StandardVersion]:
    of_page = StandardVersion.objects.filter(page_key=OuterRef("page_key")).order_by("-number")
    rows = StandardVersion.objects.filter(
        page_key__in=page_keys, number=of_page.values("number")[:1]
    )
    return {row.page_key: row for row in rows}


def standard_in_force(slug: str) -> StandardVersion:
    """The wording in force by slug, such as ``provider-agreement``.

    Raises ``StandardVersion.DoesNotExist`` before the first publication.
    """
    return StandardVersion.objects.filter(slug=slug).latest("published_at", "number")


def published_versions(key: str) -> QuerySet[StandardVersion]:
    """The wordings of the standards page that is public under ``key``, newest first.

    None of a page that was taken back: what it said is told to the house alone.
    """
    public = PublishedDocument.objects.filter(collection="standards", key=key)
    return StandardVersion.objects.filter(page_key__in=public.values("owner")).order_by("-number")


def public_languages(key: str) -> set[str]:
    """The languages in which the standards page that is public under ``key`` has words now."""
    public = PublishedDocument.objects.filter(collection="standards", key=key)
    return {json.loads(body)["language"] for body in public.values_list("body", flat=True)}


def redirect_from(path: str) -> tuple[str, bool] | None:
    """Where ``path`` has moved, and whether for good; ``None`` if nobody says so.

    Nobody says so of a page that is not public: its address would tell of it.
    """
    found = (
        Redirect.objects.filter(old_path=Redirect.normalise_path(path))
        .select_related("redirect_page")
        .first()
    )
    if found is None or not found.link:
        return None
    if found.redirect_page is not None and not public_among([found.redirect_page]):
        return None
    return str(found.link), bool(found.is_permanent)


def documents_below(path: str, locale: str) -> QuerySet[PublishedDocument]:
    """The documents right below the address ``path``, a hundred at most, with their summaries."""
    return (
        PublishedDocument.objects.filter(locale=locale, path__regex=rf"^{re.escape(path)}[^/]+/$")
        .only(*ITEM)
        .order_by("collection", "position", "-published_at", "key")[:100]
    )
