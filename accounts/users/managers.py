"""People are made anonymous, never deleted: tasks and entries that name them would go too."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from accounts.users.roles import STAFF_ROLES

if TYPE_CHECKING:
    from accounts.users.models import User

SYSTEM_USERNAME = "system"


class UserQuerySet(models.QuerySet["User"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused with ``ProtectedError``, as for any row that others still need."""
        raise ProtectedError(_("People are made anonymous, never deleted."), set(self))

    def staff(self) -> "UserQuerySet":
        """Active people who work for the house, by role or as superusers."""
        works = Q(groups__name__in=STAFF_ROLES) | Q(is_superuser=True)
        return self.filter(works, is_active=True).distinct()

    # Raised from ``QuerySet.delete`` too, so the admin must not call it on related managers.
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def system(self) -> "User":
        """Who did what nobody did: timers, sweeps, imports. It can never log in."""
        user, _created = self.get_or_create(
            username=SYSTEM_USERNAME, defaults={"is_active": False, "password": "!"}
        )
        return user  # type: ignore[no-any-return]
