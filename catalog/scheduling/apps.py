from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.users import audit, roles

ACTIONS = {
    "doorstep.schedule.change": (_("Change schedule"), _("Schedule changed")),
    "doorstep.leave.take": (_("Take leave"), _("Leave taken")),
    "doorstep.leave.cancel": (_("Cancel leave"), _("Leave cancelled")),
}


class SchedulingConfig(AppConfig):
    name = "catalog.scheduling"
    label = "scheduling"
    verbose_name = "Scheduling"

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from catalog.providers.screens import add_part, add_tab  # noqa: PLC0415
        from catalog.scheduling.resources import ScheduleRows  # noqa: PLC0415
        from catalog.scheduling.screens import PARTS, TAB  # noqa: PLC0415
        from cms.exchange.registry import Exchange, register  # noqa: PLC0415

        add_tab(TAB)
        for part in PARTS:
            add_part(part)
        register(
            Exchange(
                "schedules",
                _("schedules"),
                ScheduleRows,
                "scheduling.%s_schedule",
                "wagtailsnippets_providers_provider:list",
            )
        )
        roles.grant(roles.OPERATOR, "scheduling.import_schedule", "scheduling.export_schedule")
        for action, (label, message) in ACTIONS.items():
            audit.register(action, label, message)
        for role in (roles.OPERATOR, roles.SUPPORT):
            roles.grant(role, "scheduling.view_booking")
