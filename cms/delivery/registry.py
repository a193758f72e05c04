"""What is published: the areas of the house register it here in ``AppConfig.ready()``."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from pydantic import BaseModel
from wagtail.models import Locale, Page, TranslatableMixin

from cms.delivery.locales import site_locales
from cms.delivery.models import PublishedDocument

# Of objects without a translation key: their name in the world of owners.
OWNERS = uuid.UUID("6f0c9a4e-6f4f-4c0b-9a55-2f0f3a1f9f11")

# The documents of one object, each with the version that it was made of.
Written = Sequence[tuple[PublishedDocument, Any]]
# What else is to be published when these objects have changed.
Changed = Callable[[Sequence[Any]], Iterable[models.Model]]


@dataclass(frozen=True, kw_only=True)
class Content:
    """One document before it is stored.

    ``body`` answers the detail and ``summary`` the list (the body where it is ``None``).
    Lists are ordered by ``position``, then newest ``published_at`` first, then key.
    ``path`` is the object's address on the site, if it has one. ``cache_keys`` name what
    the document was made of, such as ``image:12``, for caches further out.
    """

    body: BaseModel
    published_at: datetime
    summary: BaseModel | None = None
    path: str | None = None
    position: int = 0
    cache_keys: tuple[str, ...] = ()


def owner_of(instance: models.Model) -> uuid.UUID:
    """The identity of an object in all its locales."""
    if isinstance(instance, TranslatableMixin):
        key: uuid.UUID = instance.translation_key
        return key
    return uuid.uuid5(OWNERS, f"{instance._meta.label_lower}:{instance.pk}")


def live_versions(instances: Sequence[Any]) -> list[dict[str, Any]]:
    """What the public may see of each of ``instances``, which are of one model, by language code.

    Of a translatable object its translations, of one with drafts the live ones, of pages those that
    everyone may read: a private translation stands for nobody, like one that is a draft. Any other
    object is its own version in every locale. Each version has them all in ``read_together``, so
    that none need look for the others.
    """
    first = instances[0]
    manager = type(first)._default_manager
    if not isinstance(first, TranslatableMixin):
        still_there = manager.in_bulk([each.pk for each in instances])
        return [
            dict.fromkeys(site_locales(), still_there[each.pk]) if each.pk in still_there else {}
            for each in instances
        ]
    keys = [each.translation_key for each in instances]
    versions = manager.filter(translation_key__in=keys)
    if isinstance(first, Page):
        # Who may read is asked once, and not of each version.
        versions = versions.live().public()
    elif hasattr(first, "live"):
        versions = versions.filter(live=True)
    found: dict[uuid.UUID, dict[str, Any]] = {key: {} for key in keys}
    locales = Locale.objects.in_bulk()
    for version in versions.order_by("pk"):
        version.locale = locales[version.locale_id]
        version.read_together = found[version.translation_key]
        version.read_together[version.locale.language_code] = version
    return [found[key] for key in keys]


@dataclass(frozen=True, kw_only=True)
class DocumentType:
    """How one model becomes the documents of one collection.

    ``versions`` gives the published versions of each of several objects by language code, read from
    the database at the time of the call; none unpublishes the object. ``prepare`` is given those of
    all objects that are built together, to read at once what each would read by itself. For every
    locale of the site ``build(version, locale)`` is called with the version in that locale or its
    fallback, and answers the document, or ``None`` for no document; where none may stand in there
    is no document either. ``key_of`` names the object in the API, from the version in the default
    locale (or any).
    """

    collection: str
    model: type[models.Model]
    build: Callable[[Any, str], Content | None]
    key_of: Callable[[Any], str]
    versions: Callable[[Sequence[Any]], Sequence[Mapping[str, Any]]] = live_versions
    prepare: Callable[[list[Any]], object] = len
    owner_of: Callable[[Any], uuid.UUID] = owner_of


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Rows beside documents of any collection, such as those that are searched or filtered.

    ``write(written)`` runs after the documents of an object are stored, in the same transaction,
    and answers the locales in which readers find anything changed; ``is_current`` says whether
    there is nothing to write. Both are asked about every document. The rows go with theirs, unless
    they are history.
    """

    name: str
    write: Callable[[Written], Set[str]]
    is_current: Callable[[Any, Any], bool]


@dataclass
class Registry:
    """The document types by collection, and what else a change touches."""

    types: dict[str, DocumentType] = field(default_factory=dict)
    followers: list[tuple[type[models.Model], Changed]] = field(default_factory=list)
    watched: set[type[models.Model]] = field(default_factory=set)
    beside: list[Beside] = field(default_factory=list)
    closed: bool = False


registry = Registry()


def register(document_type: DocumentType) -> None:
    """Make ``document_type`` known; a collection belongs to one type."""
    name = document_type.collection
    if registry.closed:
        # Its signals would stay unheard: delivery's ready() runs after those of the apps above.
        raise ImproperlyConfigured(f"Register the collection {name!r} in AppConfig.ready().")
    if registry.types.get(name, document_type) is not document_type:
        raise ImproperlyConfigured(f"Two document types claim the collection {name!r}.")
    registry.types[name] = document_type


def stand_beside(beside: Beside) -> None:
    """Have rows of ``beside`` written with every document."""
    registry.beside.append(beside)


def get(collection: str) -> DocumentType:
    """The type of ``collection``; an unknown one is a ``KeyError``."""
    return registry.types[collection]


def types_of(instance: models.Model) -> list[DocumentType]:
    """The types that publish ``instance``, by collection."""
    return sorted(
        (each for each in registry.types.values() if isinstance(instance, each.model)),
        key=lambda each: each.collection,
    )


def follow(model: type[models.Model], changed: Changed) -> None:
    """After a change of ``model`` objects, publish what ``changed(objects)`` names too.

    For what the reference index cannot know, such as the navigation that shows a page. It runs
    in the transaction of the change.
    """
    registry.followers.append((model, changed))


def followers_of(instances: Sequence[models.Model]) -> list[models.Model]:
    """What else is to be published when ``instances`` changed, each once."""
    found: dict[models.Model, None] = {}
    for model, changed in registry.followers:
        if of_model := [each for each in instances if isinstance(each, model)]:
            found |= dict.fromkeys(changed(of_model))
    return list(found)


def watch(model: type[models.Model]) -> None:
    """Follow the saves and deletions of a model without drafts (images, categories).

    Its own documents are written at once; those that refer to it are rebuilt after commit.
    """
    registry.watched.add(model)
