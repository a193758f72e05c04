"""What another case or another system gave back to a step that waits for it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task

from .cases import Case


class OutsideResult(models.Model):
    """One answer to one step, stored before the case's lock is taken; the step takes it under it.

    ``code`` says why there is no good answer. ``data`` is emptied when it is taken.
    """

    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="outside_result")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outside_results")
    code = models.CharField(_("error"), max_length=80, blank=True)
    data = models.JSONField(_("data"), default=dict, encoder=DjangoJSONEncoder)
    received_at = models.DateTimeField(_("received at"))
    taken_at = models.DateTimeField(_("taken at"), null=True)

    class Meta:
        verbose_name = _("answer from outside")
        verbose_name_plural = _("answers from outside")
        ordering = ["received_at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["case"], condition=models.Q(taken_at=None), name="answers_not_yet_taken"
            ),
        ]

    def __str__(self) -> str:
        return self.code or "answer"
