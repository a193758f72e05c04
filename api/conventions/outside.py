"""Errors under ``/api/`` that no view raised: unknown addresses, and what nobody foresaw."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import defaults

from api.conventions.problems import problem


def _ours(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _ours(request):
        return problem(400, code="bad_request", detail=_("This request cannot be read."))
    return defaults.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _ours(request):
        return problem(403, code="permission_denied", detail=_("You may not do this."))
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _ours(request):
        return problem(404, code="not_found", detail=_("There is nothing at this address."))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if _ours(request):
        return problem(500, code="error", detail=_("Something went wrong on our side."))
    return defaults.server_error(request)
