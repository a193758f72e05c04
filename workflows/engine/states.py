"""Allowed words of cases, their timeline and their alarms."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

# Tasks over which a case has gone on; every other status is live: ERROR waits for an operator.
SETTLED = (STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)

# How a case that was called off ends, and the stage it goes to where its kind has one.
CANCELLED = "cancelled"


class TimelineEvent(models.TextChoices):
    """What the timeline of a case tells."""

    STARTED = "started", _("Started")
    ENTERED = "entered", _("Step begun")
    CLAIMED = "claimed", _("Taken over")
    RELEASED = "released", _("Given back")
    ASSIGNED = "assigned", _("Assigned")
    VOTED = "voted", _("Voted")
    COMPLETED = "completed", _("Step completed")
    FAILED = "failed", _("Step failed")
    RETRIED = "retried", _("Tried again")
    ACTION_TAKEN = "action_taken", _("Action taken")
    CASE_BEGUN = "case_begun", _("Case of another process begun")
    ROW_COMPLETED = "row_completed", _("Row completed")
    EVENT_RECEIVED = "event_received", _("Event received")
    STAGE_CHANGED = "stage_changed", _("Stage changed")
    NOTIFIED = "notified", _("People notified")
    REMINDED = "reminded", _("People reminded")
    ESCALATED = "escalated", _("Escalated")
    OVERDUE = "overdue", _("Time is over")
    JUMPED = "jumped", _("Went to another step")
    MOVED = "moved", _("Moved to another version")
    CANCELLED = "cancelled", _("Cancelled")
    FINISHED = "finished", _("Finished")


class AlarmKind(models.TextChoices):
    """What happens when a step is still open so long after its start."""

    REMINDER = "reminder", _("Reminder")
    ESCALATION = "escalation", _("Escalation")
