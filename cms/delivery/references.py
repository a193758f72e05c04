"""Documents that show something else: found by Wagtail's reference index, rebuilt after commit."""

from collections.abc import Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, ReferenceIndex, TranslatableMixin

from cms.delivery.bookkeeping import REFERENCES, catch_up
from cms.delivery.models import Rebuilding
from outbox.actions import enqueue

REBUILD = "documents_rebuild"
# Objects that are published in one transaction of the outbox; more are told as progress.
BATCH = 100

Named = tuple[str, str]


def references_to(instance: models.Model) -> list[Named]:
    """The objects that refer to ``instance``: label of the base model and primary key.

    Whoever refers to one translation shows the others to their readers, so it refers to all. Of a
    page that refers one translation is named: publishing it writes the documents of all.
    """
    catch_up(REFERENCES)
    rows = ReferenceIndex.objects.filter(
        to_content_type=ReferenceIndex._get_base_content_type(instance),
        to_object_id__in=[str(pk) for pk in _versions_of(instance)],
    ).values_list("base_content_type_id", "object_id")
    found = []
    for content_type, pk in set(rows):
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is not None:
            found.append((model._meta.label, pk))
    return _once_each(sorted(found))


def _once_each(objects: list[Named]) -> list[Named]:
    pages = {pk for label, pk in objects if label == Page._meta.label}
    keys = Page.objects.filter(pk__in=pages).order_by("-pk").values_list("translation_key", "pk")
    first = {str(pk) for pk in dict(keys).values()}
    return [(label, pk) for label, pk in objects if pk in first or pk not in pages]


def _versions_of(instance: models.Model) -> set[object]:
    if not isinstance(instance, TranslatableMixin):
        return {instance.pk}
    versions = type(instance)._base_manager.filter(translation_key=instance.translation_key)
    # One that is deleted at this moment is still referred to.
    return {instance.pk, *versions.values_list("pk", flat=True)}


def rebuild_later(instance: models.Model) -> None:
    """Have the documents rebuilt that show ``instance``, once this transaction is committed."""
    publish_all_later(references_to(instance), reason=f"{instance._meta.label} {instance.pk}")


def publish_later(instance: models.Model) -> None:
    """Have the documents of ``instance`` written, once this transaction is committed."""
    enqueue(REBUILD, {"objects": [(instance._meta.label, str(instance.pk))]})


def publish_all_later(objects: Sequence[Named], *, reason: str) -> None:
    """Have the documents of ``objects`` written after commit: many in batches, with progress."""
    if not objects:
        return
    if len(objects) <= BATCH:
        enqueue(REBUILD, {"objects": objects})
        return
    job = Rebuilding.objects.create(reason=reason, objects_to_publish=objects, total=len(objects))
    next_batch(job)


def next_batch(job: Rebuilding) -> None:
    """Have the next objects of ``job`` published, after this transaction."""
    enqueue(REBUILD, {"rebuilding": job.pk}, key=f"rebuilding:{job.pk}:{job.done}")


def names_of(instances: Iterable[models.Model]) -> list[Named]:
    return [(instance._meta.label, str(instance.pk)) for instance in instances]
