"""What the outbox does for delivery."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from wagtail.models import Page

from cms.delivery import actions
from cms.delivery.models import Rebuilding
from cms.delivery.purging import PURGE, ask_to_purge
from cms.delivery.references import BATCH, REBUILD, Named, next_batch
from outbox.registry import handler


@handler(REBUILD)
def rebuild(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """Publish the objects of the message as they are now; what is gone has no documents."""
    if "rebuilding" in payload:
        # Taken up by one worker at a time: a batch is the message of where the last one ended.
        _go_on(Rebuilding.objects.select_for_update().get(pk=payload["rebuilding"]), now=now)
        return
    actions.publish_together(list(load(payload["objects"])))


def _go_on(job: Rebuilding, *, now: datetime) -> None:
    batch = job.objects_to_publish[job.done : job.done + BATCH]
    actions.publish_together(list(load(batch)))
    job.done += len(batch)
    if job.done == job.total:
        job.finished_at = now
        job.objects_to_publish = []
    else:
        next_batch(job)
    job.save()


def load(objects: Iterable[Named]) -> Iterable[models.Model]:
    """The objects behind labels and keys, one query a class.

    Pages are of their specific class, without its columns: what is published of them is read
    under the lock.
    """
    keys = defaultdict(list)
    for label, pk in objects:
        keys[label].append(pk)
    for label, pks in keys.items():
        model = apps.get_model(label)
        rows = model._default_manager.filter(pk__in=pks).order_by("pk")
        yield from rows.specific(defer=True) if issubclass(model, Page) else rows


@handler(PURGE, ask=ask_to_purge)
def purge(payload: dict[str, Any], *, key: str, now: datetime, answer: None) -> None:
    """The cache has agreed; there is nothing to write."""
