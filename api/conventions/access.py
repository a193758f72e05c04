"""Who may use an operation. Every operation declares it; there is no default.

``SIGNED_IN`` alone authorises nothing: such a view reaches rows through
``Model.objects.visible_to(user)`` only, and an action decides the rest.
"""

from dataclasses import dataclass

from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.request import Request

from accounts.users.models import User
from api.conventions.refusals import ScopeMissing


@dataclass(frozen=True)
class Access:
    """Whether one must be signed in, and a permission (``app_label.codename``) to hold."""

    signed_in: bool
    permission: str = ""

    def check(self, request: Request, scope: str) -> None:
        """Raises 401, 403 (scope) or 403 (permission)."""
        if not self.signed_in:
            return
        if not request.user.is_authenticated:
            raise NotAuthenticated
        if not in_scope(request, scope):
            raise ScopeMissing
        if self.permission and not request.user.has_perm(self.permission):
            raise PermissionDenied


def in_scope(request: Request, scope: str) -> bool:
    """Whether the caller's token is good for it; one without scopes is good for the whole API."""
    scopes = getattr(request.auth, "scopes", ())
    return not scopes or scope in scopes


ANYONE = Access(signed_in=False)
SIGNED_IN = Access(signed_in=True)


def caller(request: Request) -> User:
    """Whose request this is. Raises 401 for nobody, should the operation allow anyone."""
    if not request.user.is_authenticated:
        raise NotAuthenticated
    return request.user


def holding(permission: str) -> Access:
    return Access(signed_in=True, permission=permission)
