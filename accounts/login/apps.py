from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.login import texts
from accounts.notices import templates


class LoginConfig(AppConfig):
    name = "accounts.login"
    label = "login"
    verbose_name = _("Login")

    def ready(self) -> None:
        templates.register(texts.CODE)
        templates.register(texts.KNOWN_ALREADY)
