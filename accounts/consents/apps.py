from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.users import audit, rights


class ConsentsConfig(AppConfig):
    name = "accounts.consents"
    label = "consents"
    verbose_name = _("Consents")

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from accounts.consents.actions import withdraw_all  # noqa: PLC0415
        from accounts.consents.rights import exported  # noqa: PLC0415

        audit.register("doorstep.consent.give", _("Give consent"), _("Consent given"))
        audit.register("doorstep.consent.withdraw", _("Withdraw consent"), _("Consent withdrawn"))
        rights.register("consents", export=exported, erase=withdraw_all)
