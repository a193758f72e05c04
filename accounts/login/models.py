"""Which login session stands behind a token."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TokenSession(models.Model):
    """A token that a login gave out, and the session of that login.

    The token opens the API; the session keeps the state of changes in several steps, such as
    a new phone number. Logging out ends both.
    """

    token = models.OneToOneField(
        "wagtailcore.APIToken", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    session_key = models.CharField(max_length=40, unique=True)

    class Meta:
        verbose_name = _("session of a token")
        verbose_name_plural = _("sessions of tokens")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.token_id)
