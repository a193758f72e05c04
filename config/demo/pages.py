"""Pages in both languages, published as an editor would."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.delivery.locales import default_locale
from cms.pages.models import BasePage

CHINESE = "zh-hans"
Words = Mapping[str, Any]
# By child relation, the words of each row in the order of the source's rows.
Rows = Mapping[str, Sequence[Words]]


def is_there(model: type[BasePage], slug: str) -> bool:
    """Whether the page is loaded: then it stays as it is, whatever became of it since."""
    return model._default_manager.filter(slug=slug, locale__language_code=default_locale()).exists()


@transaction.atomic
def published(page: BasePage, *, parent: Page, chinese: Words, rows: Rows | None = None) -> None:
    """Publish ``page`` and its translation below ``parent``, both or neither.

    ``chinese`` holds the words of the translation by field name, ``rows`` those of its children.
    """
    with disable_reference_index_auto_update():
        page.live = False
        parent.add_child(instance=page)
        revision = page.save_revision()
        translation = _translated(page, chinese, rows or {})
        words = translation.save_revision()
    # A service is public with its source page: published last, its documents are written once.
    _publish(translation, words)
    _publish(page, revision)


def _translated(page: BasePage, words: Words, rows: Rows) -> BasePage:
    translation: BasePage = page.copy_for_translation(Locale.objects.get(language_code=CHINESE))
    for name, value in words.items():
        setattr(translation, name, value)
    for relation, worded in rows.items():
        children = list(getattr(translation, relation).all())
        for child, texts in zip(children, worded, strict=True):
            for name, text in texts.items():
                setattr(child, name, text)
        setattr(translation, relation, children)
    return translation


def _publish(page: BasePage, revision: Revision) -> None:
    # Wagtail indexes the references of a page again for each of its rows that is saved. They are
    # those of the draft: indexed here, once, they are there for the documents to read.
    ReferenceIndex.create_or_update_for_object(page)
    with disable_reference_index_auto_update():
        revision.publish()
