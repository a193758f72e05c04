"""Who is calling: a bearer token, from the one store that both APIs share.

A token that is not good is a 401 everywhere, also where anyone may read: a client must learn
that it is not who it takes itself for.
"""

from functools import lru_cache

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.users.models import TokenGrant, User
from accounts.users.tokens import TokenError, authenticate

CHALLENGE = 'Bearer realm="doorstep"'


def bearer_token(request: HttpRequest | Request) -> str | None:
    """The token of the ``Authorization`` header; ``None`` without such a header.

    Raises ``AuthenticationFailed`` for a header that is no bearer token at all.
    """
    header = request.headers.get("Authorization", "").split()
    if not header:
        return None
    if len(header) != 2 or header[0].lower() != "bearer":
        raise AuthenticationFailed(
            _("Send the header Authorization: Bearer <token>."), code="invalid_token"
        )
    return header[1]


def address_of(request: HttpRequest | Request) -> str:
    """Where the request comes from, behind as many proxies as ``TRUSTED_PROXIES`` says."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if proxies else ""
    return _address(request.META.get("REMOTE_ADDR", ""), forwarded, proxies)


@lru_cache(maxsize=1024)
def _address(peer: str, forwarded: str, proxies: int) -> str:
    """Remembered: every request is counted by it, and reading it costs a tenth of a public read."""
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
    return str(get_adapter().get_client_ip(request))


def caller_of(request: HttpRequest | Request) -> tuple[User, TokenGrant] | None:
    """The caller and the token's limits; ``None`` without one. Raises ``AuthenticationFailed``."""
    token = bearer_token(request)
    if token is None:
        return None
    try:
        return authenticate(token, timezone.now())
    except TokenError as error:
        raise AuthenticationFailed(str(error), code=error.code) from error


class BearerAuthentication(BaseAuthentication):
    """``request.user`` and, as ``request.auth``, the ``TokenGrant`` with its scopes."""

    def authenticate(self, request: Request) -> tuple[User, TokenGrant] | None:
        return caller_of(request)

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE
