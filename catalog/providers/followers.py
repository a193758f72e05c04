"""Whose documents show something of a provider, and what a provider's documents show."""

from collections.abc import Iterable, Sequence

from catalog.providers.models import Provider
from catalog.services.models import Category
from cms.delivery import registry


def providers_with(categories: Sequence[Category]) -> Iterable[Provider]:
    """The active providers whose profile names one of ``categories``.

    The reference index knows foreign keys alone, and skills are many-to-many.
    """
    return Provider.objects.active().filter(skills__in=categories).distinct()


def register() -> None:
    registry.follow(Category, providers_with)
