"""Where a case begins without a person, and where it ends."""

from viewflow.workflow.activation import Activation
from viewflow.workflow.nodes.end import End, EndActivation
from viewflow.workflow.status import PROCESS

from .. import results
from ..states import TimelineEvent
from ..transition import current
from .base import StepActivation, StepNode, WayActivation


class FinishActivation(StepActivation, EndActivation):
    """Ends the case together with the process."""

    @Activation.status.super()
    def activate(self) -> None:
        # Viewflow saves the whole process row: what another instance wrote must not be undone.
        self.process.refresh_from_db()
        super().activate.original()
        if self.process.status == PROCESS.DONE:
            transition = current()
            transition.change(finished_at=transition.now, result=self.flow_task.step.result)
            results.report_end(transition)


class FinishNode(StepNode, End):
    """Ends a case. It lies in no parallel block, so nothing else is live when it is reached."""

    activation_class = FinishActivation
    left_as = TimelineEvent.FINISHED


class EntryActivation(WayActivation):
    """Done as soon as it is created."""

    @Activation.status.super()
    def activate(self) -> None:
        """Nothing to do: the jump that led here has done it."""


class EntryNode(StepNode):
    """Where a case-level action comes in: no edge leads here, only a jump."""

    activation_class = EntryActivation
    task_type = "ENTRY"
    bpmn_element = "intermediateCatchEvent"
    left_as = TimelineEvent.ACTION_TAKEN
