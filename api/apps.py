from datetime import timedelta

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"
    label = "api"
    verbose_name = "API"

    def ready(self) -> None:
        # Models are there only now.
        from api.content import shims  # noqa: PLC0415
        from api.conventions.idempotency import forget_old_requests  # noqa: PLC0415
        from outbox import periodic  # noqa: PLC0415

        shims.type_blocks()
        periodic.register("idempotent_requests", timedelta(hours=1), forget_old_requests)
