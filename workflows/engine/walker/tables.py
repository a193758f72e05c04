"""Decision tables on a walk: decided as the engine decides them."""

from ..definition import TableStep
from ..tables import OTHERWISE, compile_table, decide, row_way
from .case import Live, WalkedCase


def apply(case: WalkedCase, live: Live) -> str:
    """Write what the rows that fit give; answers the step where they lead."""
    step: TableStep = live.step
    prepared = case.prepared
    decided = decide(compile_table(step, prepared.definition, prepared.environment), case.facts())
    case.save(live, decided.values)
    ways = {row_way(number): row.to for number, row in enumerate(step.rows, 1)}
    ways[OTHERWISE] = step.otherwise
    return ways.get(decided.way) or step.next
