"""Writing published documents, in the transaction of the change that they show."""

import time
import uuid
from collections.abc import Collection as Collected
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from wagtail.models import Page

from cms.delivery.changes import COLUMNS, Built, changes_of
from cms.delivery.locales import default_locale, pick, pick_any, site_locales
from cms.delivery.models import Collection, PublishedDocument
from cms.delivery.purging import purge_later
from cms.delivery.references import (
    names_of,
    publish_all_later,
    rebuild_later,
    references_to,
)
from cms.delivery.registry import (
    DocumentType,
    followers_of,
    get,
    registry,
    types_of,
)
from cms.delivery.together import together

# Documents of so many objects are written in the transaction of the change itself.
AT_ONCE = 200


@dataclass(frozen=True)
class Written:
    """What storing the documents of one object came to."""

    changed: bool
    moved: bool


def publish_document(collection: str, instance: models.Model) -> bool:
    """Write what the public sees of ``instance``, in every locale of the site.

    What it no longer sees is withdrawn. Answers whether anything changed.
    """
    (written,) = _write(get(collection), [instance])
    return written.changed


def publish(instance: models.Model, *, below: bool = True) -> bool:
    """Write the documents of ``instance`` and of what follows it; did its own change?

    Those that refer to it are rebuilt after commit. If it has got another address, so have the
    pages ``below`` it in the tree.
    """
    return instance in publish_together([instance], below=below)


def publish_together(
    instances: Sequence[models.Model], *, below: bool = True
) -> list[models.Model]:
    """The same for several, which takes fewer queries; answers those of which anything changed."""
    with transaction.atomic():
        changed, moved = [], []
        for document_type, some in _by_type(instances):
            for instance, written in zip(some, _write(document_type, some), strict=True):
                changed += [instance] if written.changed else []
                moved += [instance] if written.moved else []
        _publish_followers(instances)
        if changed:
            rebuild_later(*changed)
        for page in moved:
            if below and isinstance(page, Page):
                _publish_below(page)
        return changed


def _by_type(
    instances: Sequence[models.Model],
) -> list[tuple[DocumentType, list[models.Model]]]:
    """In the order of collections, in which locks are taken."""
    found: dict[str, list[models.Model]] = {}
    for instance in instances:
        for each in types_of(instance):
            found.setdefault(each.collection, []).append(instance)
    return [(get(collection), found[collection]) for collection in sorted(found)]


def _publish_followers(instances: Sequence[models.Model]) -> None:
    followers = followers_of(instances)
    if len(followers) > AT_ONCE:
        publish_all_later(names_of(followers), reason=str(instances[0]))
    elif followers:
        publish_together(followers)


def _publish_below(page: Page) -> None:
    for version in type(page)._default_manager.filter(translation_key=page.translation_key):
        _publish_all(version.get_descendants().live(), reason=str(version))


def publish_subtree(page: Page) -> None:
    """Write the documents of ``page`` and of all live pages below it.

    Who may read them, or where they stand, has changed. Of very many pages the documents are
    withdrawn now and written again in the background: nobody reads what is private by now, and
    what follows pages, such as the navigation, names it no more.
    """
    with transaction.atomic():
        subtree = page.get_descendants(inclusive=True).live()
        if subtree.count() <= AT_ONCE:
            _publish_all(subtree, reason=str(page))
            return
        # Of what stays away no change is seen later on: what refers to it is written again too.
        pages = list(subtree.specific())
        shown_by = references_to(*pages)
        _withdraw_owners(subtree.values("translation_key"))
        _publish_followers(pages)
        publish_all_later(list(dict.fromkeys([*names_of(subtree), *shown_by])), reason=str(page))


def publish_all_pages(*, reason: str) -> None:
    """Write the documents of every live page: the tree hangs in the site in another way."""
    with transaction.atomic():
        _publish_all(Page.objects.live().filter(depth__gt=1), reason=reason)


def _publish_all(pages: Any, *, reason: str) -> None:
    """The documents of ``pages``, here or, of very many, after commit."""
    if pages.count() > AT_ONCE:
        publish_all_later(names_of(pages), reason=reason)
        return
    publish_together(list(pages.specific(defer=True)), below=False)


def _withdraw_owners(owners: models.QuerySet[Any, Any]) -> None:
    rows = PublishedDocument.objects.filter(owner__in=owners)
    for collection in sorted(set(rows.values_list("collection", flat=True))):
        lock_collection(collection)
        gone = rows.filter(collection=collection)
        keys = set(gone.values_list("key", flat=True))
        _announce(collection, _delete(gone), keys)


def withdraw_document(collection: str, key: str) -> bool:
    """Remove the documents of ``key`` in every locale; answers whether there were any."""
    with transaction.atomic():
        lock_collection(collection)
        gone = PublishedDocument.objects.filter(collection=collection, key=key)
        locales = _delete(gone)
        _announce(collection, locales, [key])
        return bool(locales)


def build_documents(document_type: DocumentType, instance: models.Model) -> Built:
    """What the documents of ``instance`` should say now; nothing is written."""
    with together():
        (built,) = _build_all(document_type, [instance])
    return built


def _build_all(document_type: DocumentType, instances: Sequence[models.Model]) -> list[Built]:
    if not instances:
        return []
    versions = document_type.versions(instances)
    if distinct := [version for each in versions for version in set(each.values())]:
        document_type.prepare(distinct)
    built = []
    for instance, each in zip(instances, versions, strict=True):
        with _naming(instance):
            built.append(_built(document_type, each))
    return built


@contextmanager
def _naming(instance: models.Model) -> Iterator[None]:
    """Of many that are built together one may fail: the error then names it."""
    try:
        yield
    except Exception as error:
        error.add_note(f"{instance._meta.label} {instance.pk}")
        raise


def _built(document_type: DocumentType, versions: Mapping[str, Any]) -> Built:
    contents = {}
    for locale in site_locales():
        version = pick(versions, locale)
        content = document_type.build(version, locale) if version is not None else None
        if content is not None:
            contents[locale] = (content, version)
    named_by = pick_any(versions, default_locale())
    return Built(document_type.key_of(named_by) if contents else "", contents)


def lock_collection(collection: str) -> None:
    """Wait until nobody else writes documents of ``collection``; until the transaction ends."""
    rows = Collection.objects.filter(name=collection).order_by("locale").select_for_update()
    if len(rows) < len(site_locales()):
        Collection.objects.bulk_create(
            [Collection(name=collection, locale=locale) for locale in site_locales()],
            ignore_conflicts=True,
        )
        len(rows.all())


def _write(document_type: DocumentType, instances: Sequence[models.Model]) -> list[Written]:
    """The documents of each of ``instances``, which are of one type."""
    with transaction.atomic():
        lock_collection(document_type.collection)
        owners = {document_type.owner_of(each): each for each in instances}
        # Built under the lock: what is read now is not older than what another one wrote.
        with together():
            built = _build_all(document_type, list(owners.values()))
            written = _store(document_type, dict(zip(owners, built, strict=True)))
        return [written[document_type.owner_of(each)] for each in instances]


def _store(
    document_type: DocumentType, objects: Mapping[uuid.UUID, Built]
) -> dict[uuid.UUID, Written]:
    """Write what has changed of the objects by owner, and what stands beside their documents."""
    collection = document_type.collection
    stored: dict[uuid.UUID, dict[str, PublishedDocument]] = {owner: {} for owner in objects}
    for row in PublishedDocument.objects.filter(collection=collection, owner__in=list(objects)):
        stored[row.owner][row.locale] = row
    changes = [changes_of(collection, owner, stored[owner], objects[owner]) for owner in objects]
    if gone := [row.pk for each in changes for row in each.gone]:
        PublishedDocument.objects.filter(pk__in=gone).delete()
    _update([row for each in changes for row in each.changed])
    PublishedDocument.objects.bulk_create(row for each in changes for row in each.new)
    locales = {row.locale for each in changes for row in each.all}
    written = [pair for each in changes for pair in each.written]
    beside = {locale for each in registry.beside for locale in each.write(written)}
    keys = {key for each in changes if beside or each.all for key in each.keys}
    _announce(collection, locales | beside, keys)
    # Whose rows beside have changed is not told: of several, none is taken for unchanged.
    return {each.owner: Written(bool(each.all or beside), each.moved) for each in changes}


def _update(rows: Sequence[PublishedDocument]) -> None:
    """Write rows that are there, in one statement: each conflicts with itself."""
    PublishedDocument.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["pk"], update_fields=[*COLUMNS, "updated_at"]
    )


def _delete(rows: models.QuerySet[PublishedDocument]) -> list[str]:
    locales = list(rows.values_list("locale", flat=True))
    if locales:
        rows.delete()
    return locales


def _announce(collection: str, locales: Collected[str], keys: Iterable[str]) -> None:
    """Let all who keep lists or documents of the collection know that these have changed."""
    if locales:
        purge_later(collection, keys)
        raise_generation(collection, locales)


def raise_generation(collection: str, locales: Iterable[str]) -> None:
    """Say that the list, under its lock, is another one now: ETags depend on it."""
    # To the clock at least: a database that was restored, or a language that comes back, goes on
    # above all that readers have tags of.
    raised = Greatest(F("generation") + 1, Value(int(time.time() * 1000)))
    Collection.objects.filter(name=collection, locale__in=locales).update(generation=raised)
