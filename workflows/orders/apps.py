from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "workflows.orders"
    label = "orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        # Models can be imported only now.
        from workflows.orders import registration  # noqa: PLC0415

        registration.register()
