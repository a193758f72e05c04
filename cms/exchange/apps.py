from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.users import audit

ACTIONS = {
    "doorstep.transfer.export": (_("Export rows"), _("Rows exported")),
    "doorstep.transfer.import": (_("Import rows"), _("Rows imported")),
    "doorstep.row.import": (_("Import row"), _("Changed by an import")),
}


class ExchangeConfig(AppConfig):
    name = "cms.exchange"
    label = "exchange"
    verbose_name = "Import and export"

    def ready(self) -> None:
        # Both reach models, which are not loaded when this module is.
        from cms.exchange.actions import forget_staged  # noqa: PLC0415
        from outbox import periodic  # noqa: PLC0415

        periodic.register("imports forgotten", timedelta(minutes=10), forget_staged)
        for action, (label, message) in ACTIONS.items():
            audit.register(action, label, message)
