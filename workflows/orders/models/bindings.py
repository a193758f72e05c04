"""Which process orders of a category follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProcessBinding(models.Model):
    """A category and all below it, as far as none of those is bound itself, follow a process."""

    category = models.OneToOneField(
        "services.Category",
        on_delete=models.CASCADE,
        related_name="process_binding",
        verbose_name=_("category"),
    )
    process = models.ForeignKey(
        "engine.Definition",
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "order"},
        verbose_name=_("process"),
    )

    class Meta:
        verbose_name = _("process of a category")
        verbose_name_plural = _("processes of categories")
        ordering = ["category__path"]

    def __str__(self) -> str:
        return f"{self.category} → {self.process}"
