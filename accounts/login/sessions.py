"""Sessions whose content only this installation's secret opens.

allauth keeps a login's state in the session, its one-time code included. Django signs sessions
but does not hide them, so a dump of the database would show codes that are still good.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.crypto import salted_hmac

SALT = "accounts.login.sessions"


@lru_cache(maxsize=4)
def cipher(secrets: tuple[str, ...]) -> MultiFernet:
    """Encrypts under the first secret, opens what any of them closed (Fernet: AES-128, HMAC)."""
    return MultiFernet(
        Fernet(urlsafe_b64encode(salted_hmac(SALT, "", secret, algorithm="sha256").digest()))
        for secret in secrets
    )


class SessionStore(DatabaseStore):
    """Django's database sessions, encrypted on top of Django's own encoding."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        return self._cipher().encrypt(super().encode(session_dict).encode()).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        data = session_data.encode() if isinstance(session_data, str) else session_data
        try:
            opened = self._cipher().decrypt(data)
        except InvalidToken:
            # As Django does with a bad signature: an empty session, so log in again.
            return {}
        return super().decode(opened.decode())

    def _cipher(self) -> MultiFernet:
        return cipher((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
