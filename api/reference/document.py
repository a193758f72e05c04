"""The one OpenAPI 3.1 document: our operations, signing in, and Wagtail's own API."""

import json
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import include, path
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from wagtail.api.v3.urls import api as content_api

from api.reference.headers import with_headers
from api.reference.introduction import with_introduction
from api.reference.merging import Document, merged
from api.reference.parameters import with_descriptions, with_examples
from api.reference.properties import with_meanings
from api.reference.refusals import (
    with_bearer,
    with_redirect,
    with_refusals,
    without_impossible,
)
from api.reference.signing_in import OURS as SIGNING_IN
from api.reference.signing_in import signing_in

CONTENT_PATH = "/api/cms/v3/"
# Where Wagtail leads on to what it has found, and its document is silent.
LEADING = (f"{CONTENT_PATH}pages/find/", f"{CONTENT_PATH}redirects/find/")
# Limits do not count what is served as a file, and logging in has limits of its own.
UNCOUNTED = (SIGNING_IN, "/api/v1/openapi.json")
# What our rules in front of views that are not ours answer, and theirs beside what they declare.
REFUSED_BY_CONTENT = (400, 401, 403, 404, 409, 413, 422, 429, 503)
REFUSED_BY_SIGNING_IN = (400, 401, 403, 409, 410, 413, 429)


@cache
def document() -> Document:
    """Built once per process: it depends on code and settings alone."""
    with _one_language():
        whole = merged(
            merged(described_document(), signing_in(), prefix="Auth", tag="auth"),
            without_impossible(_content()),
            prefix="Content",
            tag="content management",
        )
        for path in LEADING:
            whole = with_redirect(whole, path)
        whole = with_bearer(whole, CONTENT_PATH)
        whole = with_refusals(whole, CONTENT_PATH, REFUSED_BY_CONTENT)
        whole = with_refusals(whole, SIGNING_IN, REFUSED_BY_SIGNING_IN)
        whole = with_introduction(with_descriptions(whole))
        return with_headers(whole, but=UNCOUNTED)


def own_document() -> Document:
    """Our operations under ``/api/v1/`` alone."""
    ours = [path("api/v1/", include("api.urls"))]
    generated: Document = SchemaGenerator(patterns=ours).get_schema(request=None, public=True)
    return generated


def described_document() -> Document:
    """Our operations with the meanings of all properties and values to try."""
    return with_examples(with_meanings(own_document()))


def as_text(content: Document) -> str:
    """As the snapshot keeps it: sorted, indented, one final line break."""
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: object) -> float | str:
    """Bounds of decimal fields are numbers; words of ours become text."""
    return float(value) if isinstance(value, Decimal) else str(value)


@cache
def document_text() -> str:
    # Lazy words become text only while they are written.
    with _one_language():
        return as_text(document())


def _one_language() -> translation.override:
    """The document is not in the language of whoever reads it first."""
    return translation.override(settings.LANGUAGE_CODE)


def _content() -> Document:
    schema: dict[str, Any] = content_api.get_openapi_schema(path_prefix=CONTENT_PATH)
    return schema
