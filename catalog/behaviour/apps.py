from datetime import timedelta

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.consents import purposes
from accounts.users import rights
from catalog.behaviour.wordings import HISTORY, PERSONALISATION


class BehaviourConfig(AppConfig):
    name = "catalog.behaviour"
    label = "behaviour"
    verbose_name = _("Behaviour")

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from catalog.behaviour import actions, queue, recording  # noqa: PLC0415
        from catalog.behaviour.rights import exported  # noqa: PLC0415
        from outbox import periodic  # noqa: PLC0415

        purposes.register(HISTORY)
        purposes.register(PERSONALISATION)
        purposes.erases(HISTORY.key, actions.erase_history)
        purposes.erases(PERSONALISATION.key, actions.erase_hidden)
        rights.register("behaviour", export=exported)
        periodic.register("old behaviour", timedelta(days=1), recording.forget_old)
        if settings.REDIS_URL:
            periodic.register("behaviour", timedelta(seconds=2), queue.drain)
