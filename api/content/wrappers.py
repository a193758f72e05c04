"""Repairs of Wagtail's v3 API in front of its views, each of which goes when Wagtail makes it
unnecessary: docs/adr/0014-mend-wagtails-api-from-outside.md says when.
"""

import json
from collections.abc import Iterable, Mapping
from functools import wraps
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from pydantic import PositiveInt, TypeAdapter
from pydantic import ValidationError as ValueInvalid
from rest_framework.exceptions import ParseError
from wagtail.models import Page, Site

from api.conventions.guards import View
from api.conventions.parsers import check_values
from api.conventions.problems import MOST_ERRORS, problem

WRITING = {"POST", "PUT", "PATCH"}
FORM = "multipart/form-data"
NUMBER = TypeAdapter(PositiveInt)


def take_objects(view: View) -> View:
    """A body that is no object, or has text that no database holds, was a 500."""

    @wraps(view)
    def taken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Files come in a form; reading it here would leave nothing to Wagtail.
        if request.method in WRITING and request.content_type != FORM:
            sent = sent_in(request)
            try:
                check_values(sent)
            except ParseError as error:
                return problem(400, code=error.default_code, detail=error.detail)
            if not isinstance(sent, dict):
                wanted = _("Send a JSON object.")
                return invalid([{"loc": [], "type": "not_an_object", "msg": wanted}])
        return view(request, *args, **kwargs)

    return taken


def sent_in(request: HttpRequest) -> Any:
    """The body; of what cannot be read, or is not there, nothing: it is Ninja's to refuse."""
    try:
        return json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        return {}


def leave_root(view: View) -> View:
    """A copy or move of the root of all pages, or a move beside it, was an ``AttributeError``."""

    @wraps(view)
    def left(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.path.endswith("/actions/move/") and _is_beside_root(sent_in(request)):
            text = _("Nothing stands beside the root of all pages: say first-child or last-child.")
            return invalid([{"loc": ["position"], "type": "beside_root", "msg": text}])
        acted_on = kwargs.get("page_id", "") if "/actions/" in request.path else ""
        # The address takes any word; Wagtail refuses those that are no number.
        if _is_number(acted_on) and Page.objects.filter(pk=acted_on, depth=1).exists():
            detail = _("The root of all pages stays as it is.")
            return problem(403, code="permission_denied", detail=detail)
        return view(request, *args, **kwargs)

    return left


def sites_in_turn(view: View) -> View:
    """Two sites became the default one at once, and no site could be changed any more.

    No constraint forbids it; Wagtail looks for another default one and finds none, twice.
    """

    @wraps(view)
    def waiting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in WRITING and "/sites/" in request.path:
            # Whoever changes a site holds them all until it is committed.
            list(Site.objects.select_for_update().order_by("pk"))
        return view(request, *args, **kwargs)

    return waiting


def _is_number(word: str) -> bool:
    """Whether ``word`` may be a key; longer ones are Wagtail's to refuse."""
    return word.isdecimal() and len(word) < 19


def _is_beside_root(sent: Any) -> bool:
    """Whether a move leads to no page but beside the root."""
    if not isinstance(sent, dict) or sent.get("position") in ("first-child", "last-child"):
        return False
    try:
        # As Wagtail reads it: 1, "1" and true are the same.
        place = NUMBER.validate_python(sent.get("destination_id"))
    except ValueInvalid:
        return False
    return bool(Page.objects.filter(pk=place, depth=1).exists())


def invalid(errors: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """A 422 that tells the first of ``errors``."""
    # No more than are told: of each the place is looked for in the whole body.
    kept = [
        {"loc": list(error["loc"]), "type": error["type"], "msg": error["msg"]}
        for error in islice(errors, MOST_ERRORS)
    ]
    detail = _("Some values in this request are not valid.")
    return problem(422, code="invalid", detail=detail, errors=kept)
