"""Every route of ours, found where Django finds it."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

OURS = "api/v1/"
# Signing in belongs to allauth, which has tests of its own.
THEIRS = ("api/v1/auth/",)
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


def discovered() -> set[tuple[str, str]]:
    """``("GET", "/api/v1/tasks/{uuid}/")`` for every method of every route of ours."""
    return {
        (method, path)
        for path, pattern in _walk(get_resolver().url_patterns, "")
        if path.startswith(f"/{OURS}") and not path.startswith(tuple(f"/{t}" for t in THEIRS))
        for method in _methods(pattern)
    }


def _walk(patterns: list, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield "/" + CONVERTER.sub(r"{\1}", route), pattern


def _methods(pattern: URLPattern) -> list[str]:
    view = getattr(pattern.callback, "cls", None)
    if view is not None:
        return [method.upper() for method in view.operations]
    # A page of Django's own kind: it reads.
    return ["GET"]
