"""Answers as they are kept: sealed under the key that the caller sent.

AES-256-GCM with a key derived (HKDF-SHA256) from the platform's secret and the caller's own
Idempotency-Key: neither a dump of the database nor the secret alone opens it.
"""

import json
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpResponse

NONCE = 12
KEPT_HEADERS = ("Content-Type", "Location", "ETag")


@dataclass(frozen=True)
class Answer:
    """Status, headers and bytes of a response."""

    status: int
    headers: dict[str, str]
    content: bytes

    def response(self) -> HttpResponse:
        """The same answer again, marked as such."""
        headers = self.headers | {"Idempotency-Replayed": "true"}
        return HttpResponse(self.content, status=self.status, headers=headers)

    def seal(self, secret: str) -> bytes:
        head = json.dumps([self.status, self.headers]).encode() + b"\n"
        nonce = os.urandom(NONCE)
        return nonce + _cipher(secret).encrypt(nonce, head + self.content, None)

    @classmethod
    def unseal(cls, sealed: bytes, secret: str) -> "Answer | None":
        """The answer, or ``None`` if the platform's secret has changed since it was kept."""
        try:
            text = _cipher(secret).decrypt(sealed[:NONCE], sealed[NONCE:], None)
        except InvalidTag:
            return None
        head, content = text.split(b"\n", 1)
        status, headers = json.loads(head)
        return cls(status, headers, content)


def _cipher(secret: str) -> AESGCM:
    derive = HKDF(SHA256(), length=32, salt=settings.SECRET_KEY.encode(), info=b"api.answers")
    return AESGCM(derive.derive(secret.encode()))
