"""System roles: groups whose permissions are kept in code.

Apps say in ``AppConfig.ready()`` what each role may do in them; ``sync`` makes the groups so
after every migration, and takes away what code no longer names. Operators shape work with
teams, not with roles. Nothing here needs the models: any ``apps.py`` may import it.
"""

from collections.abc import Iterable

from django.apps import apps
from django.utils.translation import gettext_lazy as _

ADMIN = "admin"
OPERATOR = "operator"
EDITOR = "editor"
MODERATOR = "moderator"
SUPPORT = "support"
FINANCE = "finance"
REVIEWER = "reviewer"
PROVIDER = "provider"
CUSTOMER = "customer"

ROLES = (
    ADMIN, OPERATOR, EDITOR, MODERATOR, SUPPORT, FINANCE, REVIEWER, PROVIDER, CUSTOMER,
)  # fmt: skip
LABELS = {
    ADMIN: _("administrator"),
    OPERATOR: _("operator"),
    EDITOR: _("editor"),
    MODERATOR: _("moderator"),
    SUPPORT: _("support"),
    FINANCE: _("finance"),
    REVIEWER: _("reviewer"),
    PROVIDER: _("provider"),
    CUSTOMER: _("customer"),
}
# Those who work for the house and may enter the admin.
STAFF_ROLES = (ADMIN, OPERATOR, EDITOR, MODERATOR, SUPPORT, FINANCE, REVIEWER)

_granted: dict[str, set[str]] = {role: set() for role in ROLES}


def grant(role: str, *permissions: str) -> None:
    """Let ``role`` have ``permissions``, each ``"app_label.codename"``. Call it in ``ready()``.

    Raises ``ValueError`` for an unknown role or a permission not so written.
    """
    if role not in _granted:
        raise ValueError(f"There is no role {role!r}; the roles are {', '.join(ROLES)}.")
    for permission in permissions:
        if permission.count(".") != 1:
            raise ValueError(f'{permission!r} is not of the form "app_label.codename".')
        _granted[role].add(permission)


def permissions_of(role: str) -> frozenset[str]:
    """What code gives ``role``. The admin has what any role has, beside its own."""
    if role == ADMIN:
        return frozenset().union(*_granted.values())
    return frozenset(_granted[role])


def undeclared_permissions() -> list[tuple[str, str]]:
    """Pairs of role and permission that no installed model declares: typing errors."""
    declared = {
        f"{model._meta.app_label}.{codename}"
        for model in apps.get_models()
        for codename in _codenames(model)
    }
    return sorted(
        (role, permission)
        for role, permissions in _granted.items()
        for permission in permissions - declared
    )


def _codenames(model: type) -> Iterable[str]:
    meta = model._meta  # type: ignore[attr-defined]
    yield from (f"{action}_{meta.model_name}" for action in meta.default_permissions)
    yield from (codename for codename, _name in meta.permissions)
