"""Whom ``not_by`` keeps from the open tasks of a case.

Rows, so that a queue leaves out in the database what somebody may not do; written at the end of
every transition, so that under the case's lock they are the truth.
"""

from .assignment import doers
from .models import Exclusion, WorkItem
from .states import TimelineEvent
from .transition import Transition


def look_again(transition: Transition) -> None:
    """Keep out whoever has done what an open task is not by; theirs goes back to its queue."""
    waiting = WorkItem.objects.open().filter(case=transition.case).select_related("task")
    for item in waiting:
        who = item.task.flow_task.whom.who
        out = doers(who, transition)
        # Nobody undoes what they did: rows are added, and go when a version asks anew.
        Exclusion.objects.bulk_create(
            (Exclusion(item=item, user_id=pk) for pk in sorted(out)), ignore_conflicts=True
        )
        if item.task.owner_id in out:
            item.task.flow_task.activation_class(item.task).unassign()
            transition.note(TimelineEvent.RELEASED, step=item.step)
