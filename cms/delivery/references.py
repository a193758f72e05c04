"""Documents that show something else: found by Wagtail's reference index, rebuilt after commit."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import ReferenceIndex

from outbox.actions import enqueue

REBUILD = "documents_rebuild"


def references_to(instance: models.Model) -> list[tuple[str, str]]:
    """The objects that refer to ``instance``: label of the base model and primary key."""
    rows = ReferenceIndex.get_references_to(instance).values_list(
        "base_content_type_id", "object_id"
    )
    found = []
    for content_type, pk in set(rows):
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is not None:
            found.append((model._meta.label, pk))
    return sorted(found)


def rebuild_later(instance: models.Model) -> None:
    """Have the documents rebuilt that show ``instance``, once this transaction is committed."""
    if objects := references_to(instance):
        enqueue(REBUILD, {"objects": objects})


def publish_later(instance: models.Model) -> None:
    """Have the documents of ``instance`` written, once this transaction is committed."""
    enqueue(REBUILD, {"objects": [(instance._meta.label, str(instance.pk))]})
