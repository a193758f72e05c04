"""Pages in both languages, published as an editor would."""

from collections.abc import Mapping
from typing import Any, TypeVar

from wagtail.models import Locale, Page

from cms.pages.actions import publish_page
from cms.pages.models import BasePage

P = TypeVar("P", bound=BasePage)


def published(page: P, *, parent: Page, chinese: Mapping[str, Any]) -> P:
    """Publish ``page`` and its translation below ``parent``; one that is there stays as it is.

    ``chinese`` holds the words of the translation by field name.
    """
    present = type(page)._default_manager.filter(slug=page.slug, locale=parent.locale).first()
    if present is not None:
        return present
    page = publish_page(page, parent=parent)
    translation = page.copy_for_translation(Locale.objects.get(language_code="zh-hans"))
    for name, value in chinese.items():
        setattr(translation, name, value)
    translation.save_revision().publish()
    return page
