from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.users import audit, roles


class PaymentsConfig(AppConfig):
    name = "workflows.payments"
    label = "payments"
    verbose_name = _("Payments")

    def ready(self) -> None:
        # It reaches models, which are not loaded when this module is.
        from workflows.payments import handlers  # noqa: F401, PLC0415

        audit.register("doorstep.payment.refund", _("Refund payment"), _("Refund requested"))
        for role in (roles.SUPPORT, roles.FINANCE):
            roles.grant(role, "payments.view_payment", "payments.view_gatewaynotice")
        roles.grant(roles.FINANCE, "payments.refund_payment")
