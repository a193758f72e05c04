"""Prices of documents for people."""

from django import template

from catalog.services.models.prices import Unit, price_text

register = template.Library()


@register.filter
def money(amount: int, currency: str) -> str:
    """Minor units as people write them, such as ``129.00 CNY``."""
    return price_text(amount, currency)


@register.filter
def per_unit(unit: str) -> str:
    return str(Unit(unit).label)
