"""What the outbox does for delivery."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from wagtail.models import Page

from cms.delivery import actions
from cms.delivery.references import REBUILD
from outbox.registry import handler


@handler(REBUILD)
def rebuild(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """Publish the objects of the message as they are now; what is gone has no documents."""
    for instance in load(payload["objects"]):
        actions.publish(instance)


def load(objects: Iterable[tuple[str, str]]) -> Iterable[models.Model]:
    """The objects behind labels and keys, pages as their specific class."""
    for label, pk in objects:
        instance = apps.get_model(label)._default_manager.filter(pk=pk).first()
        if instance is not None:
            yield instance.specific if isinstance(instance, Page) else instance
