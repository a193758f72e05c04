"""A request as one transaction.

Wagtail's views save, publish and log in steps, each committed for itself. Published documents
are written in between: a crash must not leave a page without its document.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.delivery.bookkeeping import once

READS = {"GET", "HEAD", "OPTIONS", "TRACE"}
View = Callable[..., HttpResponseBase]


def one_transaction(view: View) -> View:
    """Run what may write in one transaction, undone by an error or an answer of 400 and up."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in READS:
            return view(request, *args, **kwargs)
        with transaction.atomic(), once():
            response = view(request, *args, **kwargs)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response

    return run
