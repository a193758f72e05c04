from django.apps import AppConfig
from django.core import checks


class DeliveryConfig(AppConfig):
    name = "cms.delivery"
    label = "delivery"
    verbose_name = "Delivery"

    def ready(self) -> None:
        # Here, because both import models. The app stands below all that publish, so that
        # their ready() has filled the registry by now.
        from cms.delivery import locales, receivers, tasks  # noqa: F401, PLC0415

        receivers.connect()
        checks.register(locales.check_fallbacks)
