"""The refusals that requests themselves can earn; rules of the house bring their own.

Whatever a lower area raises is understood if it has the shape of ``Refusal``: those areas
never import this package, and a view never needs a ``try``.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException


@runtime_checkable
class Refusal(Protocol):
    """What an exception of the domain carries: status, code, a sentence, and where it went wrong.

    ``errors`` is a list of ``{"loc": [...], "type": str, "msg": str}``. One that has ``transient``
    set passes by itself, so an ``Idempotency-Key`` does not keep it.
    """

    status: int
    code: str
    detail: Any
    errors: Sequence[Mapping[str, Any]]


class ParameterRefused(APIException):
    """A query parameter or header that is unknown or does not parse: 400."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "invalid_parameter"
    default_detail = _("A parameter of this request is not right.")

    def __init__(
        self, errors: Sequence[Mapping[str, Any]], code: str = "invalid_parameter"
    ) -> None:
        super().__init__(code=code)
        self.errors = list(errors)


class Conflict(APIException):
    """The state of things does not allow this now: 409."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"
    default_detail = _("This is not possible in the present state.")


class KeyReused(APIException):
    """An idempotency key that came before with another request: 422."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = _("This Idempotency-Key was used before for a different request.")


class StillRunning(Conflict):
    default_code = "request_running"
    default_detail = _("The first request with this Idempotency-Key is still running.")


class PreconditionRequired(APIException):
    """A change that must say which state it is based on: 428."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_required"
    default_detail = _("Send If-Match with the ETag of what you are changing.")


class PreconditionFailed(APIException):
    """A change based on a state that is gone: 412."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "stale"
    default_detail = _("This has changed since you read it. Read it again.")


class ScopeMissing(APIException):
    """A token that is not good for this part of the API: 403."""

    status_code = status.HTTP_403_FORBIDDEN
    default_code = "missing_scope"
    default_detail = _("This token does not have the scope for this request.")
