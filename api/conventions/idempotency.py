"""``Idempotency-Key``: a POST that is sent twice happens once.

After draft-ietf-httpapi-idempotency-key-header-07. The claim is a row that is committed before
the view runs, so that a twin sees it. The effect and the kept answer are one transaction: after
a crash there are both or neither, and the lease frees the key. Who lost the lease to a twin
meanwhile rolls its effect back, since keeping the answer compares the claim.

Same key and request: the first answer again. Another request: 422. Still running: 409. What would
be answered differently a moment later is no answer and frees the key: an unforeseen error, a 429,
a 5xx, and refusals that call themselves transient (a case that somebody else holds). Every other
answer, also a refusal, is kept for a day.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.answers import KEPT_HEADERS, Answer
from api.conventions.authentication import address_of
from api.conventions.fingerprints import fingerprint, hashed
from api.conventions.refusals import KeyReused, ParameterRefused, StillRunning
from api.models import IdempotentRequest

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
LEASE = timedelta(seconds=60)
KEY = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass
class Claim:
    """The right to run a keyed request, or the answer that it had before."""

    row: int
    token: uuid.UUID
    secret: str
    answer: Answer | None = None

    def settle(self, response: HttpResponseBase, error: Exception | None = None) -> bool:
        """Keep the answer, or free the key where ``is_transient``; say whether it was ours."""
        if is_transient(response, error):
            return self.release()
        answer = _kept(response)
        return bool(self._rows().update(answer=answer.seal(self.secret)))

    def release(self) -> bool:
        """Free the key: the request ended without an answer. Says whether it was still ours."""
        return bool(self._rows().delete()[0])

    def _rows(self) -> QuerySet[IdempotentRequest]:
        return IdempotentRequest.objects.filter(pk=self.row, claim=self.token, answer=None)


def is_transient(response: HttpResponseBase, error: Exception | None = None) -> bool:
    """Whether the same request may fare better a moment later, without anything being changed.

    ``error`` is the refusal behind the response; it may say so itself, by ``transient``.
    """
    status = response.status_code
    return (
        status == HTTPStatus.TOO_MANY_REQUESTS
        or status >= HTTPStatus.INTERNAL_SERVER_ERROR
        or getattr(error, "transient", False)
    )


def claim(request: Request) -> Claim | None:
    """Claim the request's key, if it has one; the row is committed on return.

    Raises ``ParameterRefused`` (400), ``KeyReused`` (422), ``StillRunning`` (409).
    """
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not KEY.fullmatch(key):
        text = _("An Idempotency-Key has 1 to 255 visible ASCII characters.")
        error = {"loc": ["header", HEADER], "type": "invalid_key", "msg": text}
        raise ParameterRefused([error], code="invalid_key")
    return _take(secret=f"{_caller(request)}\n{key}", request_hash=fingerprint(request))


def _take(*, secret: str, request_hash: str) -> Claim:
    now = timezone.now()
    token = uuid.uuid4()
    fresh = {
        "request_hash": request_hash,
        "claim": token,
        "lease_until": now + LEASE,
        "created_at": now,
        "answer": None,
    }
    key_hash = hashed("key", secret)
    row, created = IdempotentRequest.objects.get_or_create(key_hash=key_hash, defaults=fresh)
    if created:
        return Claim(row.pk, token, secret)
    mine = IdempotentRequest.objects.filter(pk=row.pk, claim=row.claim)
    # Somebody's claim whose time is over: whoever changes it first has it.
    over = Q(created_at__lte=now - KEPT_FOR) | Q(answer=None, lease_until__lte=now)
    if row.request_hash != request_hash and row.created_at > now - KEPT_FOR:
        raise KeyReused
    if mine.filter(over).update(**fresh):
        return Claim(row.pk, token, secret)
    answer = Answer.unseal(bytes(row.answer), secret) if row.answer else None
    if answer is None:
        raise StillRunning
    return Claim(row.pk, row.claim, secret, answer)


def forget_old_requests(now: datetime) -> int:
    """Delete what is older than a day: the periodic job ``idempotent_requests``."""
    old = IdempotentRequest.objects.filter(created_at__lte=now - KEPT_FOR)
    return old.delete()[0]


def _caller(request: Request) -> str:
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return f"address:{address_of(request)}"


def _kept(response: HttpResponseBase) -> Answer:
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    if not isinstance(response, Response):
        return Answer(response.status_code, headers, bytes(response.content))  # type: ignore[attr-defined]
    # Not rendered yet, that happens after the transaction; there is no renderer but this one.
    content = b"" if response.data is None else JSONRenderer().render(response.data)
    return Answer(response.status_code, headers | {"Content-Type": "application/json"}, content)
