"""The site's languages and which one stands in for which."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.core.checks import CheckMessage, Error
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
    """The locales to look for words in, in order, for readers of ``locale``.

    Behind it those that ``LOCALE_FALLBACKS`` declares for it, else all, the default one first.
    """
    behind = settings.LOCALE_FALLBACKS.get(locale, site_locales())
    return (locale, *(code for code in behind if code != locale))


def pick(versions: Mapping[str, T], locale: str) -> T | None:
    """The version in ``locale`` or in the next best; ``None`` where none may stand in."""
    for code in fallbacks(locale):
        if code in versions:
            return versions[code]
    return None


def pick_any(versions: Mapping[str, T], locale: str) -> T | None:
    """As ``pick``, or else in whatever language there is: for what must not be missing."""
    found = pick(versions, locale)
    return next(iter(versions.values()), None) if found is None else found


def check_fallbacks(**kwargs: Any) -> list[CheckMessage]:
    """Every locale of a chain is one of the site's: a misspelt one would hide what it names."""
    named = {
        code for locale, chain in settings.LOCALE_FALLBACKS.items() for code in (locale, *chain)
    }
    return [
        Error(
            f"LOCALE_FALLBACKS names {code!r}, which is no language of this site.",
            hint=f"Name one of {', '.join(site_locales())}.",
            id="delivery.E001",
        )
        for code in sorted(named - set(site_locales()))
    ]
