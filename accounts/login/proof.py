"""Whether whoever sends a request has shown lately who they are.

A bearer token is good for thirty days, one that was made by command for as long as it says. Who
finds one must not make it last by a password or a phone of their own, so what opens the account
anew asks for a login, or a password, of the last ``ACCOUNT_REAUTHENTICATION_TIMEOUT`` seconds.
allauth's own check asks people without a password for nothing, and does not count a login.
"""

import time

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest

from accounts.users.models import User


def record_login(request: HttpRequest, user: User) -> None:
    """Note how ``user`` came in, where allauth did not: by the code that ends a signup."""
    if not get_authentication_records(request, user):
        record_authentication(request, user, method="code")


def has_proved_lately(request: HttpRequest) -> bool:
    """By a code or a password, in the session behind the token. A token made by command has a
    session without any proof, until its holder gives the password.
    """
    proofs = get_authentication_records(request, request.user)
    oldest = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(proof["at"] > oldest for proof in proofs)
