from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngineConfig(AppConfig):
    name = "workflows.engine"
    label = "engine"
    verbose_name = _("Processes")

    def ready(self) -> None:
        # Models must be loaded first. Importing the nodes makes the base flow, without which
        # Viewflow's "manage" permission would not exist.
        from . import registration  # noqa: PLC0415

        registration.register()
