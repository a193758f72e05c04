"""Joins look only when a branch arrives; these look at those that wait once more."""

from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS


def look_again(process: Process) -> None:
    """Complete the waiting joins of ``process`` whose branches are all through or cancelled.

    The caller holds the case's lock and runs a transition.
    """
    waiting = Task.objects.filter(
        process=process, flow_task_type="JOIN", status=STATUS.STARTED
    ).order_by("pk")
    for task in waiting:
        task.process = process
        activation = task.flow_task.activation_class(task)
        if activation.complete.can_proceed():
            activation.complete()
            if activation.create_next.can_proceed():
                activation.activate_next()
