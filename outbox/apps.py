from datetime import timedelta

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"
    label = "outbox"
    verbose_name = "Outbox"

    def ready(self) -> None:
        # Both reach models, which are not loaded when this module is.
        from outbox import periodic  # noqa: PLC0415
        from outbox.sweep import sweep  # noqa: PLC0415

        periodic.register("outbox sweep", timedelta(seconds=5), sweep)
