"""How long a step may take, and what happens on the way."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task

from ..states import AlarmKind
from .cases import Case


class Deadline(models.Model):
    """The time that a step has: the truth, of which a Viewflow timer's instant is a cache.

    It runs while ``running_since`` is set; ``used`` is what ran before. ``due_at`` is
    ``running_since + budget - used``, kept for lists, and empty while the deadline is paused.
    ``closed_at`` is set when the step ends.
    """

    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="deadline")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    step = models.CharField(_("step"), max_length=50)
    calendar = models.CharField(_("calendar"), max_length=50, default="always")
    budget = models.DurationField(_("time given"))
    used = models.DurationField(_("time used"), default=timedelta)
    running_since = models.DateTimeField(_("running since"), null=True)
    due_at = models.DateTimeField(_("due at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(running_since=None, due_at=None)
                | Q(running_since__isnull=False, due_at__isnull=False),
                name="a_deadline_is_due_while_it_runs",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(closed_at=None), name="open_deadlines"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.due_at}"


class Alarm(models.Model):
    """A reminder or an escalation of a deadline, ``after`` the start of the step.

    ``who`` is the assignment of an escalation, as in the definition. ``rings_at`` is empty while
    the deadline is paused.
    """

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="alarms")
    kind = models.CharField(_("kind"), max_length=12, choices=AlarmKind.choices)
    after = models.DurationField(_("after"))
    who = models.JSONField(_("who"), default=dict)
    rings_at = models.DateTimeField(_("rings at"), null=True)
    rung_at = models.DateTimeField(_("rang at"), null=True)

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        ordering = ["after", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["rings_at"], condition=Q(rung_at=None), name="alarms_to_ring"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} after {self.after}"
