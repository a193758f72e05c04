"""One token store for both APIs: Wagtail's ``APIToken`` with our scopes and expiry beside it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import APIToken

from accounts.users.models import TokenGrant, User
from accounts.users.statements import PreparedQuery

# What a token may be limited to; docs/architecture.md says which paths each opens.
SCOPES = ("content", "profile", "orders", "community", "work", "processes", "events")

# "Last used" is for people to read: a write on every request would buy nothing.
LAST_USED_STEP = timedelta(minutes=1)

# What a request asks of its token and of whoever holds it.
TOKEN = ("pk", "revoked_at", "last_used_at", "grant__scopes", "grant__expires_at")
USER = tuple(field.attname for field in User._meta.concrete_fields)


class TokenError(Exception):
    """Why a token is refused.

    ``code`` is ``invalid_token``, ``expired_token`` or ``revoked_token``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def issue_token(
    user: User,
    *,
    name: str,
    scopes: Iterable[str] = (),
    expires_at: datetime | None = None,
) -> str:
    """A new token in plain text. It is shown this once; only its digest is stored.

    Raises ``ValidationError`` with code ``unknown_scope``.
    """
    wanted = sorted(set(scopes))
    for scope in wanted:
        if scope not in SCOPES:
            raise ValidationError(
                _("There is no scope %(scope)s; the scopes are %(scopes)s."),
                code="unknown_scope",
                params={"scope": scope, "scopes": ", ".join(SCOPES)},
            )
    with transaction.atomic():
        token, plaintext = APIToken.create_token(user=user, name=name)
        TokenGrant.objects.create(token=token, scopes=wanted, expires_at=expires_at)
    return str(plaintext)


def authenticate(plaintext: str, now: datetime) -> tuple[User, TokenGrant]:
    """Whose token this is and what limits it; one query. Raises ``TokenError``."""
    row = _row_of(plaintext)
    user = User.from_db(DEFAULT_DB_ALIAS, USER, row[len(TOKEN) :]) if row else None
    if row is None or user is None or not user.is_active:
        raise TokenError("invalid_token", _("This token is not valid."))
    pk, revoked_at, last_used_at, scopes, expires_at = row[: len(TOKEN)]
    if revoked_at is not None:
        raise TokenError("revoked_token", _("This token was revoked."))
    if expires_at is not None and expires_at <= now:
        raise TokenError("expired_token", _("This token has expired."))
    if last_used_at is None or now - last_used_at >= LAST_USED_STEP:
        APIToken.objects.filter(pk=pk).update(last_used_at=now)
    # Tokens made in Wagtail's own screen have no row of ours: the whole API, until revoked.
    return user, TokenGrant(token_id=pk, scopes=scopes or [], expires_at=expires_at)


def _row_of(plaintext: str) -> tuple[Any, ...] | None:
    """The columns ``TOKEN`` and ``USER``; of older secret keys only if the present one has none."""
    columns = (*TOKEN, *(f"user__{name}" for name in USER))
    for digest in APIToken.candidate_key_hashes(plaintext):
        if rows := PreparedQuery(_by_digest, (), {"digest": digest}).answer(columns):
            return rows[0]
    return None


def _by_digest(digest: str) -> QuerySet[APIToken]:
    found: QuerySet[APIToken] = APIToken.objects.filter(key_hash=digest)
    return found


def revoke_token(plaintext: str, now: datetime) -> None:
    """End a token, whoever holds it. Unknown ones are already as good as revoked."""
    APIToken.objects.filter(
        key_hash__in=APIToken.candidate_key_hashes(plaintext), revoked_at=None
    ).update(revoked_at=now)


def revoke_tokens_of(user: User, now: datetime) -> int:
    """End all tokens of ``user``; returns how many were still good."""
    revoked: int = APIToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    return revoked
