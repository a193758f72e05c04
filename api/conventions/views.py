"""The base of every view of the API.

A view is thin: its input is already validated (``self.body``, ``self.parameters``), it calls one
action or query, and it answers with one serializer. Refusals pass through to
``api.conventions.problems``.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.exceptions import APIException, AuthenticationFailed
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api.conventions import idempotency, throttles
from api.conventions.authentication import BearerAuthentication, caller_of
from api.conventions.openapi import OperationSchema
from api.conventions.operations import Handler, Operation
from api.conventions.refusals import StillRunning
from api.conventions.renderers import renderers_for

METHODS = ("get", "post", "put", "patch", "delete")
NOBODY = AnonymousUser()
# What a read may raise that becomes a problem document.
REFUSALS = (APIException, Http404, OperationalError)


class DeclaredAccess(BasePermission):
    """Asks the operation's own declaration."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation

    def has_permission(self, request: Request, view: APIView) -> bool:
        self.operation.access.check(request, self.operation.scope)
        return True


def _asks_plainly(request: HttpRequest) -> bool:
    """A read that takes JSON: no 406 can come of it."""
    accepts = request.META.get("HTTP_ACCEPT", "*/*")
    return request.method in ("GET", "HEAD") and ("*/*" in accepts or accepts == "application/json")


class View(APIView):
    """Subclass it and decorate each handler with ``operation``."""

    schema = OperationSchema()
    authentication_classes = [BearerAuthentication]
    http_method_names = [*METHODS, "head"]
    parameters: dict[str, Any]
    body: dict[str, Any]
    operation: Operation | None = None
    claim: idempotency.Claim | None = None
    standings = throttles.Standings()
    operations: ClassVar[Mapping[str, Operation]] = {}
    plain: ClassVar[bool] = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        handlers = {name: getattr(cls, name) for name in METHODS if hasattr(cls, name)}
        bare = [name for name, handler in handlers.items() if not hasattr(handler, "operation")]
        if bare:
            # Default deny: what nobody declared cannot even be imported.
            raise TypeError(f"{cls.__name__}: declare {', '.join(bare)} with @operation.")
        cls.operations = {name: handler.operation for name, handler in handlers.items()}
        cls.plain = "get" in cls.operations and cls.operations["get"].plain

    def dispatch(self, request: HttpRequest, *args: Any, **path: Any) -> HttpResponseBase:
        """A read that anyone may make goes straight to its handler, past REST framework.

        No body is to be parsed and no answer to be rendered. Who asks is known and counted all the
        same, and what is refused is told as everywhere.
        """
        if not (self.plain and _asks_plainly(request)):
            return super().dispatch(request, *args, **path)
        try:
            self._recognise(request)
            response: HttpResponseBase = self.get(request, **path)  # type: ignore[attr-defined]
        except REFUSALS as error:
            response = self.handle_exception(error)
        self._counted(response)
        return response

    def initialize_request(self, request: HttpRequest, *args: Any, **path: Any) -> Request:
        method = (request.method or "").lower()
        self.operation = self.operations.get("get" if method == "head" else method)
        return super().initialize_request(request, *args, **path)

    def perform_authentication(self, request: Request) -> None:
        """Who it is, and whether they have asked too often."""
        with self._counting_failures(request._request):
            signed_in = request.auth is not None
        self._count(request._request, (request.user, request.auth) if signed_in else None)

    def _recognise(self, request: HttpRequest) -> None:
        """The same of a request that REST framework does not see."""
        with self._counting_failures(request):
            caller = caller_of(request)
        request.user, request.auth = caller or (NOBODY, None)  # type: ignore[attr-defined]
        self._count(request, caller)

    @contextmanager
    def _counting_failures(self, request: HttpRequest) -> Iterator[None]:
        try:
            yield
        except AuthenticationFailed:
            # Whoever tries tokens is counted too.
            self._count(request, None)
            raise

    def _count(self, request: HttpRequest, caller: Any) -> None:
        self.standings = throttles.count(request, caller, timezone.now())
        self.standings.check()

    def finalize_response(self, *args: Any, **path: Any) -> Any:
        response = super().finalize_response(*args, **path)
        self._counted(response)
        return response

    def _counted(self, response: HttpResponseBase) -> None:
        for name, value in self.standings.headers().items():
            response[name] = value

    def get_permissions(self) -> list[Any]:
        return [DeclaredAccess(self.operation)] if self.operation else []

    def get_parsers(self) -> list[BaseParser]:
        return [parser() for parser in self.operation.parsers] if self.operation else []

    def get_renderers(self) -> list[BaseRenderer]:
        return renderers_for(self.operation)

    def run(
        self, operation: Operation, handler: Handler, request: Request, path: Mapping[str, Any]
    ) -> HttpResponseBase:
        """Validate, then call the handler: once per Idempotency-Key."""
        self.parameters = operation.query.read(request)
        data = request.data if operation.body else None
        if not operation.keyed:
            return self._answer(operation, handler, request, data, path)
        self.claim = idempotency.claim(request)
        if self.claim is None:
            return self._answer(operation, handler, request, data, path)
        if self.claim.answer is not None:
            return self.claim.answer.response()
        with transaction.atomic():
            response = self._answer(operation, handler, request, data, path)
            if not self.claim.settle(response):
                # A twin took the key over while this one dawdled: undo, let the twin answer.
                raise StillRunning
        return response

    def handle_exception(self, exc: Exception) -> Any:
        """A refusal is an answer too, and kept for the key unless it passes by itself."""
        response = super().handle_exception(exc)
        if self.claim is not None and self.claim.answer is None:
            self.claim.settle(response, exc)
        return response

    def raise_uncaught_exception(self, exc: Exception) -> Any:
        """What nobody foresaw is no answer: the key is free again."""
        if self.claim is not None:
            self.claim.release()
        return super().raise_uncaught_exception(exc)

    def _answer(
        self,
        operation: Operation,
        handler: Handler,
        request: Request,
        data: Any,
        path: Mapping[str, Any],
    ) -> HttpResponseBase:
        if operation.body:
            body = operation.body(data=data, context={"request": request, "view": self})
            body.is_valid(raise_exception=True)
            self.body = body.validated_data
        return handler(self, request, **path)
