"""Who uses the admin."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.users.models import User


def person(request: HttpRequest) -> User:
    """The person signed in. Wagtail lets nobody else in; raises 403 all the same."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
