from datetime import timedelta

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "accounts.uploads"
    label = "uploads"
    verbose_name = "Uploads"

    def ready(self) -> None:
        # Both import models, which exist from here on.
        from accounts.uploads import sweep
        from outbox import periodic

        periodic.register("uploads.expired", timedelta(minutes=10), sweep.sweep_expired)
        periodic.register("uploads.orphans", timedelta(days=1), sweep.sweep_orphans)
