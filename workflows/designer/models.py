"""What the designer keeps beside the engine's definitions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Layout(models.Model):
    """Where the steps of a process stand on the canvas: ``{step id: {"x", "y"}}``, in pixels.

    Not a part of the definition: moving a box makes no new version, and no new revision either.
    """

    definition = models.OneToOneField(
        "engine.Definition", on_delete=models.CASCADE, primary_key=True, related_name="layout"
    )
    positions = models.JSONField(_("positions"), default=dict, blank=True)

    class Meta:
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.definition_id)
