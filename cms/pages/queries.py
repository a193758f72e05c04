"""Reads of what pages leave behind."""

import uuid

from cms.pages.models import StandardVersion


def latest_version(page_key: uuid.UUID) -> StandardVersion | None:
    """The wording in force of a standards page, by its translation key."""
    return StandardVersion.objects.filter(page_key=page_key).order_by("-number").first()


def standard_in_force(slug: str) -> StandardVersion:
    """The wording in force by slug, such as ``provider-agreement``.

    Raises ``StandardVersion.DoesNotExist`` before the first publication.
    """
    return StandardVersion.objects.filter(slug=slug).latest("published_at", "number")
