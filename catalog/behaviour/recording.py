"""From what was seen to rows: in batches, outside of any reader's request."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.consents.queries import lock_consents
from catalog.behaviour.items import SEARCHES
from catalog.behaviour.models import Clearing, DailyViews, Trace
from catalog.behaviour.wordings import HISTORY

# As the text of the consent says.
KEPT = timedelta(days=180)
# Longer than any list looks back.
COUNTED = timedelta(days=60)


@dataclass(frozen=True)
class Sighting:
    """An object that was read, or words that were looked for, by a user's key or by nobody."""

    user: int | None
    collection: str
    key: str
    at: datetime


@transaction.atomic
def record(sightings: Sequence[Sighting]) -> None:
    """Count views by object and day, and keep a person's own where their consent stood then."""
    _count(sightings)
    _trace([each for each in sightings if each.user is not None])


def _count(sightings: Sequence[Sighting]) -> None:
    views = Counter(
        (each.collection, each.key, timezone.localdate(each.at))
        for each in sightings
        if each.collection != SEARCHES
    )
    # In one order, so that two processes that write the same rows never wait for each other.
    rows = sorted(views)
    DailyViews.objects.bulk_create(
        [DailyViews(collection=name, key=key, day=day) for name, key, day in rows],
        ignore_conflicts=True,
    )
    for name, key, day in rows:
        DailyViews.objects.filter(collection=name, key=key, day=day).update(
            views=F("views") + views[name, key, day]
        )


def _trace(sightings: Sequence[Sighting]) -> None:
    people = {each.user for each in sightings if each.user is not None}
    if not people:
        return
    # Whoever withdraws meanwhile waits until this has committed, and then erases it.
    since = {row.user_id: row.at for row in lock_consents(HISTORY.key, people)}
    for clearing in Clearing.objects.filter(user__in=since):
        since[clearing.user_id] = max(clearing.at, since[clearing.user_id])
    newest = {
        (each.user, each.collection, each.key): each.at
        for each in sorted(sightings, key=lambda each: each.at)
        if each.user in since and each.at >= since[each.user]
    }
    Trace.objects.bulk_create(
        [
            Trace(user_id=user, collection=collection, key=key, at=newest[user, collection, key])
            for user, collection, key in sorted(newest, key=str)
        ],
        update_conflicts=True,
        unique_fields=["user", "collection", "key"],
        update_fields=["at"],
    )


def forget_old(now: datetime) -> None:
    """What the timers do every day: traces and counts go in time."""
    Trace.objects.filter(at__lt=now - KEPT).delete()
    DailyViews.objects.filter(day__lt=timezone.localdate(now - COUNTED)).delete()
