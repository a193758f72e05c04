from datetime import timedelta

from django.apps import AppConfig

from outbox import periodic


class UploadsConfig(AppConfig):
    name = "accounts.uploads"
    label = "uploads"
    verbose_name = "Uploads"

    def ready(self) -> None:
        from accounts.uploads import sweep  # models exist from here on

        periodic.register("uploads.expired", timedelta(minutes=10), sweep.sweep_expired)
        periodic.register("uploads.orphans", timedelta(days=1), sweep.sweep_orphans)
