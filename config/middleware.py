"""The short way of the API, and what an answer of it took.

Who calls ``/api/v1/`` says so with a bearer token, so these requests open no session and pass none
of the middleware that serves people with a browser: what stands below this one in ``MIDDLEWARE``.
Logging in is the exception: it keeps its codes in the session.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponseBase]

APIS = "/api/"
API = "/api/v1/"
LOGIN = "/api/v1/auth/"
READING = {"GET", "HEAD"}
# For nobody but whoever asked, and not without asking again.
PRIVATE = "private, no-cache"


class SlashMiddleware(CommonMiddleware):
    """Leads readers on to the address with its slash.

    Nobody else: a browser that is led on from a POST reads there instead, without its body.
    """

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        return request.method in READING and super().should_redirect_with_slash(request)


class Stopwatch:
    """Counts and times the queries of one request."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        began = perf_counter()
        try:
            return execute(*args)
        finally:
            self.queries += 1
            self.seconds += perf_counter() - began


class TimingMiddleware:
    """``Server-Timing`` on answers of both APIs: the database, and all else; in milliseconds."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(APIS):
            return self.get_response(request)
        database, began = Stopwatch(), perf_counter()
        with connection.execute_wrapper(database):
            response = self.get_response(request)
        rest = perf_counter() - began - database.seconds
        response.headers["Server-Timing"] = (
            f'db;desc="{database.queries} queries";dur={database.seconds * 1000:.1f}, '
            f"app;dur={rest * 1000:.1f}"
        )
        return response


class ApiMiddleware:
    """Calls the view itself; what has no view here goes the long way."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(API) or path.startswith(LOGIN):
            return self.get_response(request)
        try:
            match = request.resolver_match = resolve(path)
        except Resolver404:
            return self.get_response(request)
        language = translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        if isinstance(response, SimpleTemplateResponse):
            response = response.render()
        response.headers.setdefault("Content-Language", language)
        if "Cache-Control" not in response.headers:
            # Whose answer it is, and what anyone gets, has not been said.
            patch_vary_headers(response, ("Accept-Language", "Authorization"))
            if "HTTP_AUTHORIZATION" in request.META:
                response.headers["Cache-Control"] = PRIVATE
        return response
