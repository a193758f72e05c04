"""The site's languages and which one stands in for which."""

from collections.abc import Mapping
from typing import TypeVar

from django.conf import settings
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant

T = TypeVar("T")


def default_locale() -> str:
    """The language code of the source locale, where facts live."""
    return str(get_supported_content_language_variant(settings.LANGUAGE_CODE))


def site_locales() -> tuple[str, ...]:
    """The language codes of all content languages, the default one first."""
    first = default_locale()
    return (first, *(code for code in get_content_languages() if code != first))


def fallbacks(locale: str) -> tuple[str, ...]:
    """The locales to look for words in, in order, for readers of ``locale``."""
    return (locale, *(code for code in site_locales() if code != locale))


def pick(versions: Mapping[str, T], locale: str) -> T | None:
    """The version in ``locale`` or in the next best; ``None`` where there is none at all."""
    for code in fallbacks(locale):
        if code in versions:
            return versions[code]
    return None
