"""Documents that show something else: found by Wagtail's reference index, rebuilt after commit."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, ReferenceIndex, TranslatableMixin

from cms.delivery.bookkeeping import REFERENCES, catch_up
from cms.delivery.models import Rebuilding
from cms.delivery.together import once_each
from outbox.actions import enqueue
from outbox.models import Message

REBUILD = "documents_rebuild"
# Objects that are published in one transaction of the outbox; more are told as progress.
BATCH = 100

Named = tuple[str, str]


def references_to(*instances: models.Model) -> list[Named]:
    """The objects that refer to any of ``instances``: label of the base model and primary key.

    Whoever refers to one translation shows the others to their readers, so it refers to all. Of a
    page that refers one translation is named: publishing it writes the documents of all.
    """
    catch_up(REFERENCES)
    found = set()
    for content_type, keys in _versions_of(instances).items():
        rows = ReferenceIndex.objects.filter(
            to_content_type=content_type, to_object_id__in=sorted(keys)
        )
        found |= set(rows.values_list("base_content_type_id", "object_id"))
    named = []
    for type_id, pk in found:
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is not None:
            named.append((model._meta.label, pk))
    return _once_each(sorted(named))


class Reference(NamedTuple):
    """What a page shows: ``field`` is its own field, or relation, that names it."""

    label: str
    pk: str
    field: str


def references_from(pages: Iterable[int]) -> dict[int, list[Reference]]:
    """What each of the pages refers to, by key."""
    return once_each(_read_references, pages)


def _read_references(pages: set[int]) -> dict[int, list[Reference]]:
    catch_up(REFERENCES)
    rows = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=map(str, pages)
    )
    found: dict[int, list[Reference]] = defaultdict(list)
    for page, type_id, pk, path in rows.values_list(
        "object_id", "to_content_type_id", "to_object_id", "model_path"
    ):
        type_ = ContentType.objects.get_for_id(type_id)
        found[int(page)].append(
            Reference(f"{type_.app_label}.{type_.model}", pk, path.partition(".")[0])
        )
    return found


def _once_each(objects: list[Named]) -> list[Named]:
    label = Page._meta.label
    pages = Page.objects.filter(pk__in=[pk for name, pk in objects if name == label])
    # By key the first of its translations, which comes last.
    keys = dict(pages.order_by("-pk").values_list("translation_key", "pk"))
    first = {str(pk) for pk in keys.values()}
    return [(name, pk) for name, pk in objects if name != label or pk in first]


def _versions_of(instances: Sequence[models.Model]) -> dict[ContentType, set[str]]:
    """By base type the keys of the objects and of their translations."""
    keys: dict[ContentType, set[str]] = defaultdict(set)
    translated: dict[type[models.Model], set[uuid.UUID]] = defaultdict(set)
    for each in instances:
        # One that is deleted at this moment is still referred to.
        keys[ReferenceIndex._get_base_content_type(each)].add(str(each.pk))
        if isinstance(each, TranslatableMixin):
            translated[type(each)].add(each.translation_key)
    for model, shared in translated.items():
        rows = model._base_manager.filter(translation_key__in=shared)
        base = ReferenceIndex._get_base_content_type(model)
        keys[base] |= {str(pk) for pk in rows.values_list("pk", flat=True)}
    return keys


def rebuild_later(*instances: models.Model) -> None:
    """Have the documents rebuilt that show ``instances``, once this transaction is committed."""
    first = instances[0]
    publish_all_later(references_to(*instances), reason=f"{first._meta.label} {first.pk}")


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
    enqueue(REBUILD, {"rebuilding": job.pk}, key=_key_of(job))


def waiting_batch(job: Rebuilding) -> Message | None:
    """The message of the next objects of ``job``, which says whether they were tried in vain."""
    return Message.objects.filter(topic=REBUILD, key=_key_of(job), done_at=None).first()


def _key_of(job: Rebuilding) -> str:
    return f"rebuilding:{job.pk}:{job.done}"


def names_of(instances: Iterable[models.Model]) -> list[Named]:
    return [(instance._meta.label, str(instance.pk)) for instance in instances]
