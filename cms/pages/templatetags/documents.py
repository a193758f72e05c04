"""Values of documents, which are JSON, for people."""

from datetime import datetime

from django import template
from django.utils.dateparse import parse_datetime

register = template.Library()


@register.filter
def instant(text: str | None) -> datetime | None:
    """A time of a document, to be shown in the installation's zone."""
    return parse_datetime(text) if text else None
