"""The language of an answer."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language


def language_of(parameters: Mapping[str, Any]) -> str:
    """``locale`` if it was sent, else what the request's Accept-Language gave."""
    return str(parameters.get("locale") or get_language() or settings.LANGUAGE_CODE)
