"""Whether two requests are the same: method, address and everything in the body."""

import hashlib
import json

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from rest_framework.request import Request


def fingerprint(request: Request) -> str:
    """A keyed hash: a body may hold what must not be guessed from a stored digest."""
    parts = [request.method, request.get_full_path(), _content(request)]
    return hashed("request", json.dumps(parts, sort_keys=True))


def hashed(purpose: str, text: str) -> str:
    return salted_hmac(f"api.idempotency.{purpose}", text, algorithm="sha256").hexdigest()


def _content(request: Request) -> object:
    data = request.data
    if not isinstance(data, QueryDict):
        return data
    # The bytes of a multipart body differ at each attempt (its boundary); its parts do not.
    return {name: [_part(value) for value in data.getlist(name)] for name in data}


def _part(value: object) -> object:
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return [value.name, value.size, digest.hexdigest()]
