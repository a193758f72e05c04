"""What links lead to: pages with all their translations, and files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page

from cms.delivery.locales import default_locale
from cms.delivery.together import once_each
from cms.media.models import File
from cms.pages.reach import public_among


@dataclass(frozen=True)
class Linked:
    """A page that something leads to; ``versions`` are all its translations by language code."""

    page: Page
    versions: Mapping[str, Page]
    is_public: bool

    def in_language(self, locale: str) -> Page:
        """The live page in the language, or else the one that was chosen: Wagtail's localized."""
        try:
            code = get_supported_content_language_variant(locale)
        except LookupError:
            code = default_locale()
        found = self.versions.get(code, self.page)
        return found if found.live else self.page


def linked(keys: Iterable[int]) -> dict[int, Linked]:
    """Those of the pages ``keys`` that are there, drafts too."""
    return once_each(_read_linked, keys)


def _read_linked(keys: set[int]) -> dict[int, Linked]:
    chosen = Page.objects.filter(pk__in=keys).values("translation_key")
    pages = list(Page.objects.filter(translation_key__in=chosen).specific(defer=True))
    locales = Locale.objects.in_bulk()
    versions: dict[Any, dict[str, Page]] = {}
    for page in pages:
        page.locale = locales[page.locale_id]
        versions.setdefault(page.translation_key, {})[page.locale.language_code] = page
    public = public_among(pages)
    for page in pages:
        # What names a page may be its source.
        page.read_with = versions[page.translation_key].get(default_locale(), page)
    return {
        page.pk: Linked(page, versions[page.translation_key], page.translation_key in public)
        for page in pages
        if page.pk in keys
    }


def files(keys: Iterable[int]) -> dict[int, File]:
    """Those of the files ``keys`` that are there."""
    return once_each(_read_files, keys)


def _read_files(keys: set[int]) -> dict[int, File]:
    found: dict[int, File] = File.objects.in_bulk(keys)
    return found
