"""allauth's headless login answers with a bearer token of ours, and takes it back."""

from allauth.core.internal.httpkit import get_authorization_credential
from allauth.headless.internal.sessionkit import session_store
from allauth.headless.tokens.strategies.sessions import SessionTokenStrategy
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models.api import TOKEN_PREFIX

from accounts.login.actions import issue_login_token
from accounts.login.models import TokenSession
from accounts.users.models import TokenGrant, User
from accounts.users.tokens import TokenError, authenticate


class BearerTokenStrategy(SessionTokenStrategy):
    """``X-Session-Token`` while logging in, then the bearer token of ``meta.access_token``."""

    def get_session_token(self, request: HttpRequest) -> str | None:
        bearer: str | None = get_authorization_credential(request, "bearer")
        return bearer or super().get_session_token(request)

    def create_session_token(self, request: HttpRequest) -> str:
        bearer = get_authorization_credential(request, "bearer")
        # Who came with a bearer token needs no second one for the session behind it.
        return bearer or str(super().create_session_token(request))

    def create_access_token(self, request: HttpRequest) -> str:
        return issue_login_token(
            request.user,  # type: ignore[arg-type]
            session_key=self.create_session_token(request),
            now=timezone.now(),
        )

    def lookup_session(self, session_token: str) -> SessionBase | None:
        """The session, its row locked until the request's transaction ends.

        A code must log in once and a wrong one must count, also when twenty requests come
        with it at the same moment: each waits here and reads what the one before has left.
        """
        if not session_token.startswith(TOKEN_PREFIX):
            return _locked(session_token)
        try:
            user, grant = authenticate(session_token, timezone.now())
        except TokenError:
            return None
        key = TokenSession.objects.filter(pk=grant.pk).values_list("session_key", flat=True).first()
        return (_locked(key) if key else None) or _session_for(user, grant)


def _locked(key: str) -> SessionBase | None:
    if not Session.objects.select_for_update().filter(pk=key).exists():
        return None
    store: SessionBase = session_store(key)
    return store


def _session_for(user: User, grant: TokenGrant) -> SessionBase:
    """A session for a token that has none: made by command or by hand, or outliving its own."""
    session: SessionBase = session_store()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    TokenSession.objects.update_or_create(
        token_id=grant.token_id, defaults={"session_key": str(session.session_key)}
    )
    return session
