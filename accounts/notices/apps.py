from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "accounts.notices"
    label = "notices"
    verbose_name = "Notices"

    def ready(self) -> None:
        import_module("accounts.notices.tasks")  # registers the outbox handler
