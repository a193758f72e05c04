"""Addresses of the pages of business rows."""

from typing import Any

from django.urls import reverse


def page_of(row: Any) -> str:
    """The page of a row whose model has a snippet screen."""
    return reverse(row.snippet_viewset.get_url_name("inspect"), args=[row.pk])
