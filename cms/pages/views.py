"""The published pages at their addresses, plainly.

Clients show the site; this is for editors who follow a link out of the admin, and for
whoever looks at an installation before it has a frontend. It shows what the API answers.
"""

import json
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from wagtail.coreutils import get_supported_content_language_variant

from cms.delivery.models import PublishedDocument
from cms.delivery.queries import read_document, read_path
from cms.pages.navigation import COLLECTION as SITE
from cms.pages.plain import context_of, templates_of
from cms.pages.queries import documents_below, redirect_from

# What editors write is shown beside the admin: it runs nothing and frames nothing.
POLICY = "default-src 'none'; img-src 'self' https: data:; style-src 'unsafe-inline'"


def published_page(request: HttpRequest, path: str) -> HttpResponse:
    """What is published at ``path``, in ``?locale=`` or else in the reader's language."""
    address, locale = f"/{path}", _locale_of(request)
    try:
        document = read_path(address, locale)
        site = read_document(SITE, "site", locale)
    except PublishedDocument.DoesNotExist as error:
        moved = redirect_from(address)
        if moved is None:
            raise Http404 from error
        return HttpResponseRedirect(moved[0])
    context = {
        **context_of(json.loads(document.body)),
        "site": json.loads(site.body),
        "below": [json.loads(each.summary) for each in documents_below(address, locale)],
        # Kept along the links, so that one reads on in the language one chose.
        "asked": f"?{urlencode({'locale': locale})}" if "locale" in request.GET else "",
    }
    return _plain(request, document.collection, context, locale)


def _plain(
    request: HttpRequest, collection: str, context: dict[str, Any], locale: str
) -> HttpResponse:
    with translation.override(locale):
        response = render(request, templates_of(collection), context)
    response.headers["Content-Security-Policy"] = POLICY
    # Search engines are to find the frontend.
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Language"] = locale
    patch_vary_headers(response, ("Accept-Language",))
    return response


def _locale_of(request: HttpRequest) -> str:
    asked = request.GET.get("locale") or translation.get_language()
    try:
        return str(get_supported_content_language_variant(asked))
    except LookupError as error:
        raise Http404 from error
