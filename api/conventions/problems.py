"""Every error of the API is a problem document (RFC 9457).

``{"type", "title", "status", "detail", "code", "errors": [{"loc", "type", "msg"}]}`` as
``application/problem+json``. ``code`` is what clients branch on; ``detail`` is a sentence in
the reader's language; ``loc`` is the path to the value, ``["query", name]`` or
``["header", name]`` outside a body.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from itertools import islice
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler as as_rest_exception

from api.conventions.constraints import code_of, violated_constraint
from api.conventions.contention import is_contention
from api.conventions.refusals import Refusal

MEDIA_TYPE = "application/problem+json"
GENERAL = {NON_FIELD_ERRORS, api_settings.NON_FIELD_ERRORS_KEY}
Error = Mapping[str, Any]
# So many errors are told of one request: a body full of them makes no answer larger than itself.
MOST_ERRORS = 100


def problem(
    status: int,
    *,
    code: str,
    detail: object = "",
    errors: Iterable[Error] = (),
    headers: Mapping[str, str] | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A problem document as a response; ``extensions`` are members of its own beside the rest.

    Of ``errors`` the first ``MOST_ERRORS`` are told.
    """
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": str(detail),
        "code": code,
        "errors": [dict(error) for error in islice(errors, MOST_ERRORS)],
        **(extensions or {}),
    }
    text = json.dumps(body, ensure_ascii=False, default=str)
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE, headers=headers)


def exception_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """REST framework's hook. ``None`` for what nobody foresaw: that is a 500."""
    if isinstance(error, IntegrityError):
        constraint = violated_constraint(error)
        if constraint is None:
            return None
        sentence = constraint.get_violation_error_message()
        return problem(409, code=code_of(constraint), detail=sentence)
    if isinstance(error, OperationalError):
        return _busy() if is_contention(error) else None
    if isinstance(error, exceptions.ValidationError):
        return _invalid(flatten(error.get_full_details()))
    if isinstance(error, DjangoValidationError):
        return _django_invalid(error)
    if isinstance(error, RequestDataTooBig):
        return problem(413, code="too_large", detail=_("This request is too large."))
    if isinstance(error, Refusal):
        return problem(
            error.status,
            code=error.code,
            detail=error.detail,
            errors=error.errors,
            extensions=_problems_of(error),
        )
    return _from_rest(error, context)


def flatten(details: Any, path: tuple[str | int, ...] = ()) -> Iterator[Error]:
    """REST framework's nested ``{"message", "code"}`` details as a flat list of errors."""
    if isinstance(details, Mapping) and details.keys() == {"message", "code"}:
        yield {"loc": list(path), "type": str(details["code"]), "msg": str(details["message"])}
    elif isinstance(details, Mapping):
        for key, inner in details.items():
            yield from flatten(inner, path if key in GENERAL else (*path, key))
    else:
        for index, inner in enumerate(details):
            # A list of messages belongs to one value; a list of objects mirrors a list of values.
            leaf = isinstance(inner, Mapping) and inner.keys() == {"message", "code"}
            yield from flatten(inner, path if leaf else (*path, index))


def _busy() -> HttpResponse:
    detail = _("Too many people are changing this right now. Try again in a moment.")
    return problem(503, code="busy", detail=detail, headers={"Retry-After": "1"})


def _problems_of(error: Exception) -> dict[str, Any]:
    """The findings of a check, for a refusal that rests on one."""
    found = getattr(error, "problems", None)
    return {} if found is None else {"problems": [finding.as_json() for finding in found]}


def _invalid(errors: Iterable[Error], code: str = "invalid") -> HttpResponse:
    detail = _("Some values in this request are not valid.")
    return problem(422, code=code, detail=detail, errors=errors)


def _django_invalid(error: DjangoValidationError) -> HttpResponse:
    if hasattr(error, "error_dict"):
        return _invalid(
            [
                {
                    "loc": [] if field in GENERAL else [field],
                    "type": e.code or "invalid",
                    "msg": msg,
                }
                for field, inner in error.error_dict.items()
                for e in inner
                for msg in e.messages
            ]
        )
    errors = [
        {"loc": [], "type": inner.code or "invalid", "msg": msg}
        for inner in error.error_list
        for msg in inner.messages
    ]
    first = error.error_list[0]
    return problem(422, code=first.code or "invalid", detail=first.messages[0], errors=errors)


def _from_rest(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    # REST framework turns Http404 and PermissionDenied into its own and sets the headers
    # (WWW-Authenticate, Retry-After, Allow) that belong to the status.
    response = as_rest_exception(error, dict(context))
    if response is None:
        return None
    detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
    return problem(
        response.status_code,
        code=getattr(detail, "code", "error"),
        detail=_better(error, context) or detail,
        errors=getattr(error, "errors", ()),
        headers={
            name: response[name]
            for name in ("WWW-Authenticate", "Retry-After", "Allow")
            if name in response
        },
    )


def _better(error: Exception, context: Mapping[str, Any]) -> str:
    """What to do, where REST framework and Django say only what is the matter."""
    if isinstance(error, Http404):
        # Django's own sentence names the model.
        return str(exceptions.NotFound.default_detail)
    if isinstance(error, exceptions.NotAuthenticated):
        return _("Log in, and send the header Authorization: Bearer <token>.")
    view = context.get("view")
    if view is not None and isinstance(error, exceptions.UnsupportedMediaType):
        types = ", ".join(parser.media_type for parser in view.get_parsers())
        return _("Send the body as %(types)s.") % {"types": types}
    if view is not None and isinstance(error, exceptions.NotAcceptable):
        types = ", ".join(each.media_type for each in view.get_renderers())
        return _("Accept what there is: %(types)s.") % {"types": types}
    return ""
