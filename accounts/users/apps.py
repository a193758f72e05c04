from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from accounts.users import audit, roles, sync


class UsersConfig(AppConfig):
    name = "accounts.users"
    label = "users"
    verbose_name = _("People")

    def ready(self) -> None:
        for role in roles.STAFF_ROLES:
            roles.grant(role, "wagtailadmin.access_admin")
        roles.grant(roles.OPERATOR, "users.add_team", "users.change_team", "users.delete_team")
        roles.grant(roles.OPERATOR, "users.view_team", "users.view_user")
        roles.grant(roles.ADMIN, "users.add_user", "users.change_user", "users.view_user")
        roles.grant(
            roles.ADMIN,
            "wagtailcore.add_apitoken",
            "wagtailcore.change_apitoken",
            "wagtailcore.delete_apitoken",
            "wagtailcore.view_apitoken",
        )
        audit.register("doorstep.token.issue", _("Issue token"), _("Token issued"))
        audit.register("doorstep.user.anonymise", _("Make anonymous"), _("Made anonymous"))
        post_migrate.connect(
            sync.sync_roles_after_migrate, dispatch_uid="accounts.users.sync_roles"
        )
        checks.register(sync.check_granted_permissions)
