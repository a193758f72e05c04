"""Errors under ``/api/`` that no view raised: unknown addresses, and what nobody foresaw."""

from django.http import HttpRequest, HttpResponse
from django.urls import is_valid_path
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
        detail = _("There is nothing at this address.") + _nearly(request)
        return problem(404, code="not_found", detail=detail)
    return defaults.page_not_found(request, exception)


def _nearly(request: HttpRequest) -> str:
    """What was probably meant by who forgot the last slash, or put one where there is none."""
    path = request.path
    address = path[:-1] if path.endswith("/") else f"{path}/"
    known = is_valid_path(address)
    return _(" Did you mean “%(word)s”?") % {"word": address} if known else ""


def server_error(request: HttpRequest) -> HttpResponse:
    if _ours(request):
        return problem(500, code="error", detail=_("Something went wrong on our side."))
    return defaults.server_error(request)
