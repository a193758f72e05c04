"""The language of an answer."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from rest_framework.request import Request

from api.conventions.access import caller


def language_of(parameters: Mapping[str, Any]) -> str:
    """``locale`` if it was sent, else what the request's Accept-Language gave."""
    return str(parameters.get("locale") or get_language() or settings.LANGUAGE_CODE)


def asked(request: Request, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The context of answers that depend on who asks, in which language, and when."""
    return {"language": language_of(parameters), "now": timezone.now(), "user": caller(request)}
