from importlib import import_module

from django.apps import AppConfig

from accounts.users import roles

WORDING = [f"notices.{verb}_noticetemplate" for verb in ("add", "change", "delete", "view")]


class NoticesConfig(AppConfig):
    name = "accounts.notices"
    label = "notices"
    verbose_name = "Notices"

    def ready(self) -> None:
        import_module("accounts.notices.tasks")  # registers the outbox handler
        for role in (roles.OPERATOR, roles.EDITOR):
            roles.grant(role, *WORDING)
