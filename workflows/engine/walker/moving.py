"""How a case moves from step to step, in the order of Viewflow's loop and the engine's transition.

All automatic steps that are reached together are done before what follows them; joins come when
nothing else is left. Jumps and error ways wait until then, and so do joins whose branches were
called off.
"""

from collections.abc import Sequence
from functools import partial

from ..refusals import Refusal
from .case import Live, Passed, Token, WalkedCase
from .steps import activate


class Undone(Exception):
    """Nothing of what the answer led to would stand: a step declares to undo it."""

    def __init__(self, refusal: Refusal, step: str) -> None:
        self.refusal, self.step = refusal, step
        super().__init__(refusal.code)


def create(case: WalkedCase, step_id: str, token: Token) -> Live:
    """The case arrives at a step; at a join that waits already, once more at that."""
    step = case.prepared.steps[step_id]
    if case.prepared.is_join(step_id):
        present = next((live for live in case.live if live.step is step), None)
        if present is not None:
            return present
    live = Live(step, token)
    case.live.append(live)
    # A join is entered when the loop comes to it.
    if not case.prepared.is_join(step_id):
        case.enter(live)
    return live


def run(case: WalkedCase, arrived: Sequence[Live]) -> None:
    """Let the case go on from these steps until everything waits."""
    fresh = list(arrived)
    while fresh:
        joins = [live for live in fresh if case.prepared.is_join(live.step.id)]
        others = [live for live in fresh if live not in joins]
        if others:
            for live in others:
                activate(case, live)
                if live.state == "failed":
                    _failed(case, live)
            following = [after for live in others for after in go_on(case, live)]
            # Several branches may come to one join.
            fresh = list(dict.fromkeys([*following, *joins]))
        else:
            first, *rest = joins
            if first.state == "new":
                case.enter(first)
                first.state = "waiting"
            fresh = [*(go_on(case, first) if _is_through(case, first) else ()), *rest]


def go_on(case: WalkedCase, live: Live) -> list[Live]:
    """The steps after one that is done; a way out of a block waits as a jump instead."""
    if live.state != "done":
        return []
    if live.jump is not None:
        case.later.append(partial(jump, case, live.jump, live.passed))
        return []
    return [create(case, target, token) for target, token in live.onto]


def settle(case: WalkedCase) -> None:
    """Do what waited for the loop's end, until nothing waits."""
    while case.later or case.looks_again:
        if case.later:
            case.later.popleft()()
            continue
        case.looks_again = False
        for live in list(case.live):
            is_waiting = live in case.live and case.prepared.is_join(live.step.id)
            if is_waiting and _is_through(case, live):
                run(case, go_on(case, live))


def jump(case: WalkedCase, target: str, after: Passed | None) -> None:
    """Call off everything else, and go on at ``target``."""
    cancelled = list(case.live)
    for live in cancelled:
        case.cancel(live)
    case.looks_again = False
    would = case.called_off(cancelled)
    if would is not None and after is not None:
        after.effects.append(would)
    run(case, [create(case, target, ())])


def lead(case: WalkedCase, live: Live, target: str) -> None:
    """Go on at ``target`` in the place of ``live``, which is called off or has failed."""
    if case.prepared.leaps(live.step, target):
        case.later.append(partial(jump, case, target, live.passed))
    else:
        run(case, [create(case, target, live.token)])


def _failed(case: WalkedCase, live: Live) -> None:
    step, failure = live.step, live.failure
    on_error = getattr(step, "on_error", None)
    if failure is None:
        raise TypeError("A failed step has a failure.")
    case.error_code = failure.code
    if case.has_person and getattr(step, "undo_on_refusal", False):
        raise Undone(failure, step.id)
    case.tell(live, (on_error,) if on_error else (), error=failure.code)
    if on_error:
        case.later.append(partial(_take_error_way, case, live, on_error))


def fail(case: WalkedCase, live: Live, failure: Refusal) -> None:
    """Let a waiting step fail."""
    live.state, live.failure = "failed", failure
    _failed(case, live)
    settle(case)


def _take_error_way(case: WalkedCase, live: Live, target: str) -> None:
    # A jump before this may have called it off.
    if live.state == "failed":
        case.cancel(live)
        lead(case, live, target)


def _is_through(case: WalkedCase, join: Live) -> bool:
    """Whether every branch has come to the join; completes it then."""
    split = join.token[-1][0] if join.token else 0
    if any(split in {number for number, _branch in live.token}
           for live in case.live if live is not join):  # fmt: skip
        return False
    case.leave(join, onto=[(join.step.next, join.token[:-1])])
    if case.prepared.leaps(join.step, join.step.next):
        join.jump = join.step.next
    return True
