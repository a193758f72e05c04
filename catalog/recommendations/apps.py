from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.consents import purposes
from catalog.behaviour.wordings import HISTORY, PERSONALISATION


class RecommendationsConfig(AppConfig):
    name = "catalog.recommendations"
    label = "recommendations"
    verbose_name = _("Recommendations")

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from catalog.behaviour import takings  # noqa: PLC0415
        from catalog.recommendations import tasks  # noqa: PLC0415
        from catalog.recommendations.personal import erase_list  # noqa: PLC0415
        from outbox import periodic  # noqa: PLC0415

        periodic.register("recommendations", tasks.EVERY, tasks.make_lists)
        # A person's list tells of both: without either it goes, and is made anew of what is left.
        purposes.erases(HISTORY.key, erase_list)
        purposes.erases(PERSONALISATION.key, erase_list)
        takings.register(erase_list)
