"""ETags and the two conditional headers (RFC 9110, section 13)."""

import hashlib

from django.http import HttpRequest
from django.utils.http import parse_etags, quote_etag
from rest_framework.request import Request

from api.conventions.refusals import PreconditionFailed, PreconditionRequired

AnyRequest = HttpRequest | Request


def etag_of(*parts: object) -> str:
    """A strong ETag, quoted, of what identifies a state (a version number, bytes, a time)."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part if isinstance(part, bytes) else str(part).encode())
        digest.update(b"\x00")
    return quote_etag(digest.hexdigest()[:32])


def require_match(request: AnyRequest, etag: str) -> None:
    """Raises 428 without ``If-Match`` and 412 if none of its tags is ``etag`` (quoted or not).

    The strong comparison: a weak tag never matches. The update itself must compare again in the
    database, since another writer may come between.
    """
    header = request.headers.get("If-Match", "")
    if not header:
        raise PreconditionRequired
    if header.strip() != "*" and quote_etag(etag) not in parse_etags(header):
        raise PreconditionFailed


def sent_etag(request: AnyRequest) -> str:
    """The one tag of ``If-Match``, unquoted, for actions that compare in the database.

    Raises 428 without the header.
    """
    header = request.headers.get("If-Match", "")
    if not header:
        raise PreconditionRequired
    tags = parse_etags(header)
    return tags[0].strip('"') if len(tags) == 1 else header


def matches(request: AnyRequest, etag: str) -> bool:
    """Whether ``If-None-Match`` names ``etag``: answer 304. The weak comparison."""
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    return tags == ["*"] or quote_etag(etag) in {tag.removeprefix("W/") for tag in tags}
