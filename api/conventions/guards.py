"""Our rules in front of views that are not ours: Wagtail's content API and allauth's login."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed, MethodNotAllowed

from api.conventions import throttles
from api.conventions.authentication import CHALLENGE, caller_of
from api.conventions.problems import exception_handler, problem
from api.conventions.refusals import ScopeMissing

View = Callable[..., HttpResponseBase]
Patterns = Iterable[URLPattern | URLResolver]

CONTENT_SCOPE = "content"
STAFF_PERMISSION = "wagtailadmin.access_admin"


def wrap_views(patterns: Patterns, wrapper: Callable[[View], View]) -> None:
    """Put ``wrapper`` round every view of ``patterns``, however deep."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            wrap_views(pattern.url_patterns, wrapper)
        else:
            pattern.callback = wrapper(pattern.callback)


def unauthorised(code: str, detail: object) -> HttpResponse:
    return problem(401, code=code, detail=detail, headers={"WWW-Authenticate": CHALLENGE})


def too_many(standings: throttles.Standings) -> HttpResponse | None:
    try:
        standings.check()
    except throttles.TooMany as error:
        return exception_handler(error, {})
    return None


def tell_refusals(view: View) -> View:
    """As everywhere in our API: 405, 409, 413, and 503 for a deadlock or a lock that came late."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer = view(request, *args, **kwargs)
        except (IntegrityError, OperationalError, RequestDataTooBig) as error:
            response = exception_handler(error, {})
            if response is None:
                raise
            return response
        return _not_allowed(request, answer["Allow"]) if answer.status_code == 405 else answer

    return told


def _not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    error = MethodNotAllowed(str(request.method))
    headers = {"Allow": allowed}
    return problem(405, code=error.default_code, detail=error.detail, headers=headers)


def staff_with_content_scope(view: View) -> View:
    """Only staff, only by bearer token, and only with the scope ``content`` (or none at all).

    Wagtail's own check, which comes after this one, knows neither scopes nor expiry and takes
    a bad token for an anonymous reader.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        caller, refused = None, None
        try:
            caller = caller_of(request)
        except AuthenticationFailed as error:
            refused = unauthorised(str(error.get_codes()), error.detail)
        standings = throttles.count(request, caller, timezone.now())
        response = too_many(standings) or refused or answer(request, caller, *args, **kwargs)
        for name, value in standings.headers().items():
            response[name] = value
        return response

    def answer(
        request: HttpRequest, caller: throttles.Caller, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if caller is None:
            return unauthorised("not_authenticated", _("This is for staff: send a bearer token."))
        user, grant = caller
        if not grant.allows(CONTENT_SCOPE):
            return problem(403, code=ScopeMissing.default_code, detail=ScopeMissing.default_detail)
        if not user.has_perm(STAFF_PERMISSION):
            return problem(403, code="permission_denied", detail=_("This is for staff."))
        return view(request, *args, **kwargs)

    return guarded
