from datetime import timedelta

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "accounts.uploads"
    label = "uploads"
    verbose_name = "Uploads"

    def ready(self) -> None:
        # Both reach models, which are not loaded when this module is.
        from accounts.uploads import sweep  # noqa: PLC0415
        from outbox import periodic  # noqa: PLC0415

        periodic.register("uploads expired", timedelta(minutes=10), sweep.sweep_expired)
        periodic.register("uploads without rows", timedelta(days=1), sweep.sweep_orphans)
