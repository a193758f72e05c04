"""Reads of promotions."""

from datetime import datetime

from django.db.models import Max, Q, QuerySet

from cms.delivery.locales import default_locale
from cms.delivery.models import PublishedDocument
from cms.delivery.queries import list_documents
from promotions.campaigns.documents import COLLECTION
from promotions.campaigns.models import PromotionPage


def current_promotions(locale: str, *, now: datetime) -> QuerySet[PublishedDocument]:
    """The documents of the promotions whose window includes ``now``, newest first.

    The window is compared at reading: a document holds nothing that time changes by itself.
    """
    current = PromotionPage.objects.filter(
        Q(starts_at__isnull=True) | Q(starts_at__lte=now),
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        live=True,
        locale__language_code=default_locale(),
    )
    return list_documents(COLLECTION, locale).filter(owner__in=current.values("translation_key"))


def last_turn(*, now: datetime) -> datetime | None:
    """The latest instant up to ``now`` at which a window opened or closed."""
    turns = PromotionPage.objects.filter(live=True).aggregate(
        opened=Max("starts_at", filter=Q(starts_at__lte=now)),
        closed=Max("ends_at", filter=Q(ends_at__lte=now)),
    )
    return max((turn for turn in turns.values() if turn is not None), default=None)
