"""Roles into groups, after every migration; and the check that what is granted exists."""

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth import get_user_model
from django.contrib.auth.management import create_permissions
from django.core.checks import CheckMessage, Error

from accounts.users.roles import ROLES, permissions_of, undeclared_permissions


def sync_roles() -> None:
    """Make each role's group and give it exactly the permissions that code names."""
    groups = apps.get_model("auth", "Group")._default_manager
    permissions = apps.get_model("auth", "Permission")._default_manager
    known = {
        f"{row.content_type.app_label}.{row.codename}": row.pk
        for row in permissions.select_related("content_type")
    }
    for role in ROLES:
        group, _created = groups.get_or_create(name=role)
        wanted = {known[name] for name in permissions_of(role) if name in known}
        held = set(group.permissions.values_list("pk", flat=True))
        group.permissions.remove(*(held - wanted))
        group.permissions.add(*(wanted - held))


def sync_roles_after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Once per migration, at the last app: by then every app has its permissions."""
    configs = [config for config in apps.get_app_configs() if config.models_module]
    if sender is not configs[-1]:
        return
    # Django's own receiver may come after this one for this very app.
    create_permissions(sender, verbosity=0, using=using)
    sync_roles()
    # Definitions may name it, and a name that nobody bears does not pass their check.
    get_user_model().objects.system()


def check_granted_permissions(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The role {role!r} is granted {permission!r}, which no model declares.",
            hint="Correct the call of roles.grant().",
            id="users.E001",
        )
        for role, permission in undeclared_permissions()
    ]
