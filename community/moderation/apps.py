from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """What reviews and posts share: no rows, but how moderators look at them and decide."""

    name = "community.moderation"
    label = "moderation"
    verbose_name = _("Moderation")
