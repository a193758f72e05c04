"""Columns that rows of the catalogue have in common."""

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any

from django.conf import settings

from catalog.services.models import Category
from cms.exchange.columns import Column
from cms.exchange.kinds import Text


def words_columns(field: str, help_text: Any, *, required: bool = False) -> list[Column]:
    """One column per content language, such as ``name_en`` and ``name_zh-hans``.

    Of ``required`` words those in the source language may not be blank: others fall back to them.
    """
    return [
        Column(
            f"{field}_{code}",
            partial(_words_in, field, code),
            Text(),
            help_text=help_text,
            required=required and code == settings.LANGUAGE_CODE,
        )
        for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES
    ]


def _words_in(field: str, code: str, instance: Any) -> str:
    words: Mapping[str, str] = getattr(instance, field)
    return words.get(code, "")


def words_from(values: Mapping[str, Any], field: str) -> dict[str, str]:
    """The words of the columns that ``words_columns`` made; empty languages are left out."""
    found = {code: values[f"{field}_{code}"] for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES}
    return {code: text for code, text in found.items() if text}


def source_column(field: str) -> str:
    """The column of the language that all others fall back to."""
    return f"{field}_{settings.LANGUAGE_CODE}"


def known_categories(keys: Collection[str]) -> Iterable[str]:
    return list(Category.objects.filter(key__in=keys).values_list("key", flat=True))
