"""Pages in both languages, published as an editor would."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction
from django.db.models.signals import post_save
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.users.models import User
from cms.delivery.locales import default_locale
from cms.pages.models import BasePage

CHINESE = "zh-hans"
P = TypeVar("P", bound=BasePage)


def is_there(model: type[BasePage], slug: str) -> bool:
    """Whether the page is loaded: then it stays as it is, whatever became of it since."""
    pages = model._default_manager.filter(slug=slug, locale__language_code=default_locale())
    return bool(pages.exists())


@transaction.atomic
def published(page: P, chinese: P, *, parent: Page) -> None:
    """Publish ``page`` and ``chinese``, its translation, below ``parent``: both or neither."""
    drafted(page, chinese, parent=parent)
    # Services are public with their source page: published last, its documents are written once.
    _publish(chinese)
    _publish(page)


@transaction.atomic
def drafted(page: P, chinese: P, *, parent: Page, by: User | None = None) -> None:
    """Draft ``page`` and ``chinese``, its translation, below ``parent``.

    Their child rows come in the same order.
    """
    chinese.translation_key = page.translation_key
    for relation in page.fact_children:
        rows = zip(getattr(page, relation).all(), getattr(chinese, relation).all(), strict=True)
        for row, translated in rows:
            translated.translation_key = row.translation_key
    _draft(page, parent, by)
    _draft(chinese, parent.get_translation(Locale.objects.get(language_code=CHINESE)), by)


def _draft(page: BasePage, parent: Page, by: User | None) -> None:
    page.live, page.owner = False, by
    with disable_reference_index_auto_update(), _not_found_yet(type(page)):
        parent.add_child(instance=page)
        page.save_revision(clean=False, user=by)
    # Wagtail indexes the references of a page again for each of its rows that is saved. Here it
    # is done once, and no publication changes what is drafted here.
    ReferenceIndex.create_or_update_for_object(page)


@contextmanager
def _not_found_yet(model: type[BasePage]) -> Iterator[None]:
    """Leave the search index alone: the publication that follows writes it."""
    post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        yield
    finally:
        post_save.connect(post_save_signal_handler, sender=model)


def _publish(page: BasePage) -> None:
    with disable_reference_index_auto_update():
        page.get_latest_revision().publish()
