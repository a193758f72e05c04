"""Logging in and out, as far as tokens go, and what a new person starts with."""

from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from wagtail.models import APIToken

from accounts.login.models import TokenSession
from accounts.users.models import User
from accounts.users.roles import CUSTOMER
from accounts.users.tokens import authenticate, issue_token

# How long a login lasts on one device.
LOGIN_LIFETIME = timedelta(days=30)


def issue_login_token(user: User, *, session_key: str, now: datetime) -> str:
    """A token for the login of ``session_key``, in plain text."""
    plaintext = issue_token(user, name="login", expires_at=now + LOGIN_LIFETIME)
    _user, grant = authenticate(plaintext, now)
    TokenSession.objects.create(token_id=grant.pk, session_key=session_key)
    return plaintext


def end_login(session_key: str | None, *, now: datetime) -> None:
    """Revoke the token that belongs to a session."""
    tokens = TokenSession.objects.filter(session_key=session_key).values("token_id")
    APIToken.objects.filter(pk__in=tokens, revoked_at=None).update(revoked_at=now)


def end_other_logins(user: User, *, session_key: str | None, now: datetime) -> int:
    """After a new password: whoever came in with the old one is out. Returns how many tokens."""
    others = TokenSession.objects.filter(token__user=user).exclude(session_key=session_key)
    tokens = APIToken.objects.filter(pk__in=others.values("token_id"), revoked_at=None)
    revoked: int = tokens.update(revoked_at=now)
    return revoked


def welcome(user: User, *, display_name: str, language: str) -> None:
    """What everyone who signs up starts with: a name to be called by, and the role customer."""
    user.display_name = display_name
    user.language = language
    user.save(update_fields=["display_name", "language"])
    user.groups.add(Group.objects.get(name=CUSTOMER))
