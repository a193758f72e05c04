"""The nodes of each step."""

from typing import Any

from viewflow.this_object import this
from viewflow.workflow.base import Node

from ..blocks import targets
from ..compiled import Compiled
from ..conditions import compile_condition
from ..deadlines import DeadlineRule, EscalationRule, Schedule
from ..definition import (
    ActionStep,
    ApprovalStep,
    CaseAction,
    CelText,
    Deadline,
    DecisionStep,
    EndStep,
    EventStep,
    Form,
    ItemsStep,
    JoinStep,
    NoticeStep,
    ParallelStep,
    StartStep,
    Step,
    StepNotice,
    SubprocessStep,
    TableStep,
    TaskStep,
    TimerStep,
    Times,
    WebhookStep,
    duration,
)
from ..effects import Effect
from ..forms import StepForm, compile_form
from ..messages import StepMessage
from ..parameters import parameter_word
from ..tables import NEXT, compile_table, row_way
from ..whom import whom
from .automatic import OTHERWISE, ActionNode, DecisionCase, DecisionNode, NoticeNode
from .base import EntryStep, Way
from .boundaries import DeadlineBoundary, ErrorWay
from .ends import EntryNode, FinishNode
from .gateways import JoinNode, ParallelBranch, ParallelNode
from .items import ITEM_SUFFIX
from .nesting import NestedBuilder
from .people import ApprovalNode, PersonNode, StartNode
from .tables import TableNode
from .waits import DelayNode, EventNode

DEADLINE_SUFFIX = "__deadline"
ERROR_SUFFIX = "__error"


class Builder:
    """Builds nodes for the steps of one definition."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._environment = compiled.environment
        self._nested = NestedBuilder(compiled, self._way, self._deadline)

    def nodes(self, step: Step) -> dict[str, Node]:
        """The node of ``step`` and its boundaries, by name."""
        built = {step.id: self._node(step)}
        if isinstance(step, ItemsStep):
            built[step.id + ITEM_SUFFIX] = self._nested.item(step)
        # By name: Viewflow copies every node into its class.
        host = getattr(this, step.id)
        deadline = getattr(step, "deadline", None)
        if deadline is not None and deadline.then:
            built[step.id + DEADLINE_SUFFIX] = DeadlineBoundary(
                host, None, step=step, ways={"next": self._way(step.id, deadline.then)}
            )
        on_error = getattr(step, "on_error", None)
        if on_error is not None:
            built[step.id + ERROR_SUFFIX] = ErrorWay(
                host, step=step, ways={"next": self._way(step.id, on_error)}
            )
        return built

    def entry(self, action: CaseAction) -> Node:
        """Where a case-level action comes in."""
        return EntryNode(
            step=EntryStep(action.key, dict(action.label)), ways={"next": Way(action.to)}
        )

    def _node(self, step: Step) -> Node:
        shared: dict[str, Any] = {
            "step": step,
            "notices": self._notices(step.notices),
            "deadline": self._deadline(getattr(step, "deadline", None)),
        }
        match step:
            case TaskStep() | ApprovalStep():
                return self._person(step, shared)
            case DecisionStep():
                return self._decision(step, shared)
            case TableStep():
                return self._table(step, shared)
            case ParallelStep():
                return self._parallel(step, shared)
            case EndStep():
                return FinishNode(**shared)
        (following, *_others) = targets(step)
        shared["ways"] = {"next": self._way(step.id, following)}
        match step:
            case StartStep():
                return StartNode(form=self._form(step.form), **shared)
            case ActionStep():
                return ActionNode(effect=self._effect(step), **shared)
            case NoticeStep():
                return NoticeNode(message=self._message(step), **shared)
            case EventStep():
                return EventNode(**shared)
            case TimerStep():
                return self._delay(step, shared)
            case JoinStep():
                return JoinNode(**shared)
            case SubprocessStep() | WebhookStep() | ItemsStep():
                return self._nested.node(step, shared)
        raise TypeError(f"There is no node for steps of the kind {step.kind!r}.")

    def _person(self, step: TaskStep | ApprovalStep, shared: dict[str, Any]) -> Node:
        kind = ApprovalNode if isinstance(step, ApprovalStep) else PersonNode
        return kind(
            whom=whom(step.who, self._environment),
            form=self._form(step.form),
            offers={
                outcome.key: compile_condition(outcome.when, self._environment)
                if outcome.when
                else None
                for outcome in step.outcomes
            },
            ways={
                outcome.key: self._way(step.id, outcome.to, outcome.label["en"])
                for outcome in step.outcomes
            },
            **shared,
        )

    def _decision(self, step: DecisionStep, shared: dict[str, Any]) -> Node:
        cases = {f"case_{number}": case for number, case in enumerate(step.cases, 1)}
        ways = {
            key: self._way(step.id, case.to, case.label["en"] if case.label else "")
            for key, case in cases.items()
        }
        return DecisionNode(
            cases=[
                DecisionCase(key, compile_condition(case.when, self._environment))
                for key, case in cases.items()
            ],
            ways=ways | {OTHERWISE: self._way(step.id, step.otherwise)},
            **shared,
        )

    def _table(self, step: TableStep, shared: dict[str, Any]) -> Node:
        ways = {NEXT: self._way(step.id, step.next)}
        if step.otherwise:
            ways[OTHERWISE] = self._way(step.id, step.otherwise)
        ways |= {
            row_way(number): self._way(step.id, row.to)
            for number, row in enumerate(step.rows, 1)
            if row.to
        }
        table = compile_table(step, self._compiled.definition, self._environment)
        return TableNode(table=table, ways=ways, **shared)

    def _parallel(self, step: ParallelStep, shared: dict[str, Any]) -> Node:
        branches = {f"branch_{number}": branch for number, branch in enumerate(step.branches, 1)}
        return ParallelNode(
            branches=[
                ParallelBranch(
                    key,
                    compile_condition(branch.when, self._environment) if branch.when else None,
                )
                for key, branch in branches.items()
            ],
            ways={key: Way(branch.to) for key, branch in branches.items()},
            **shared,
        )

    def _delay(self, step: TimerStep, shared: dict[str, Any]) -> Node:
        if step.until is not None:
            until = self._environment.compile(step.until.cel, result="timestamp")
            return DelayNode(until=until, **shared)
        return DelayNode(until=None, after=duration(step.after or ""), **shared)

    def _effect(self, step: ActionStep) -> Effect:
        action = self._compiled.vocabulary.action(step.action)
        if action is None:
            raise ValueError(f"There is no action “{step.action}”.")
        fixed, computed = {}, {}
        for name, parameter in step.parameters.items():
            if isinstance(parameter, CelText):
                computed[name] = self._environment.compile(
                    parameter.cel, result=parameter_word(action.parameters, name)
                )
            else:
                fixed[name] = parameter.value
        return Effect(action=action, fixed=fixed, computed=computed, save=step.save)

    def _message(self, notice: StepNotice | NoticeStep) -> StepMessage:
        return StepMessage(whom(notice.to, self._environment), notice.subject, notice.body)

    def _notices(self, notices: tuple[StepNotice, ...]) -> dict[str, tuple[StepMessage, ...]]:
        return {
            occasion: tuple(self._message(notice) for notice in notices if notice.on == occasion)
            for occasion in {notice.on for notice in notices}
        }

    def _deadline(self, deadline: Deadline | None) -> DeadlineRule | None:
        if deadline is None:
            return None
        return DeadlineRule(
            calendar=deadline.calendar,
            usual=self._schedule(deadline),
            cases=tuple(
                (compile_condition(case.when, self._environment), self._schedule(case))
                for case in deadline.cases
            ),
            has_way=deadline.then is not None,
        )

    def _schedule(self, times: Times) -> Schedule:
        return Schedule(
            budget=duration(times.after),
            reminders=tuple(duration(after) for after in times.reminders),
            escalations=tuple(
                EscalationRule(duration(escalation.after), whom(escalation.to, self._environment))
                for escalation in times.escalations
            ),
        )

    def _form(self, form: Form) -> StepForm:
        return compile_form(
            form, self._compiled.definition, self._compiled.vocabulary, self._environment
        )

    def _way(self, start: str, to: str, label: str = "") -> Way:
        return Way(to, leaps=self._compiled.blocks.leaves(start, to), label=label)
