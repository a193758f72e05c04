"""The base of every compiled flow, and its lock."""

from collections.abc import Iterator
from contextlib import contextmanager

from viewflow.workflow.base import Flow
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.lock import SelectForUpdateLock

from ..refusals import Busy
from ..transition import begins

# Viewflow renders titles and descriptions as Django templates. An operator's title is only ever
# a value in these, so its text can print nothing of ours.
INERT_TASK = "{{ flow_task.task_title }}"
INERT_PROCESS = "{{ flow_class.process_title }}"


class CaseLock(SelectForUpdateLock):
    """Viewflow's row lock, waiting its turn; the database's ``lock_timeout`` ends the wait."""

    def __init__(self) -> None:
        # One attempt: it waits as long as lock_timeout says, and repeating it inside a
        # transaction that the timeout has broken could not help.
        super().__init__(nowait=False, attempts=1)

    @contextmanager
    def __call__(self, flow_class: type[Flow], process_pk: int) -> Iterator[None]:
        if begins(process_pk):
            # Inserted by this very transaction: nobody can see the row, and so nobody locks it.
            yield
            return
        try:
            with super().__call__(flow_class, process_pk):
                yield
        except FlowLockFailed as error:
            raise Busy from error


class BaseFlow(Flow):
    """The base of every compiled flow. It has no nodes: inherited ones would link to it."""

    lock_impl = CaseLock()
    process_title = "Process"
    process_description = INERT_PROCESS
    process_summary_template = INERT_PROCESS
    process_result_template = INERT_PROCESS
