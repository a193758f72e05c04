"""People are made anonymous, never deleted: tasks and entries that name them would go too."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from accounts.users.models import User

SYSTEM_USERNAME = "system"


class UserQuerySet(models.QuerySet["User"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused with ``ProtectedError``, as for any row that others still need."""
        raise ProtectedError(_("People are made anonymous, never deleted."), set(self))

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

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra: Any
    ) -> "User":
        return super().create_superuser(username, email, password, **extra)  # type: ignore[no-any-return]
