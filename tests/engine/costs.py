"""How many queries a transition takes. The benchmarks compare them with a flow written by hand."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.users.models import User
from workflows.engine.actions import claim_task, complete_task, start_case

from . import parcels  # noqa: F401 - registers its vocabulary
from .processes import NOW, begin, end, item, process, start, step, task

Cast = dict[str, User]

OURS = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) "engine_')
CHAIN = process(
    start("first", stage="open"),
    task("first", {"ok": "second"}),
    task("second", {"second_ok": "done"}),
    end(stage="done"),
)


class Costs(CaptureQueriesContext):
    """Queries without savepoints, and those among them that write our records."""

    def __init__(self) -> None:
        super().__init__(connection)

    @property
    def all(self) -> list[str]:
        return [
            query["sql"]
            for query in self.captured_queries
            if "SAVEPOINT" not in query["sql"] and query["sql"] not in {"BEGIN", "COMMIT"}
        ]

    @property
    def ours(self) -> list[str]:
        return [sql for sql in self.all if OURS.match(sql)]


def test_a_start_writes_four_records(cast: Cast) -> None:
    begin(CHAIN, by=cast["customer"])
    with Costs() as costs:
        start_case("sample", by=cast["customer"], data={}, now=NOW)
    assert (len(costs.ours), len(costs.all)) == (4, 10)


def test_a_claim_writes_one_record(cast: Cast) -> None:
    case = begin(CHAIN, by=cast["customer"])
    work = item(case, "first")
    with Costs() as costs:
        claim_task(work.uuid, by=cast["reviewer"], now=NOW)
    assert (len(costs.ours), len(costs.all)) == (1, 7)


STEPS = process(
    start("first"),
    task("first", {"first_ok": "weigh"}),
    step(
        "weigh",
        "decision",
        cases=[{"when": {"cel": "steps.first.outcome == 'x'"}, "to": "done"}],
        otherwise="second",
    ),
    task("second", {"second_ok": "stamp"}),
    step("stamp", "action", action="stamp", next="third"),
    task("third", {"third_ok": "fork"}),
    step("fork", "parallel", branches=[{"to": "left"}, {"to": "right"}], join="meet"),
    task("left", {"left_ok": "meet"}),
    task("right", {"right_ok": "meet"}),
    step("meet", "join", next="timed"),
    task("timed", {"timed_ok": "last"}, deadline={"after": "PT2H"}),
    task("last", {"last_ok": "done"}),
    end(),
    kind="parcel",
)
# What completing a step costs: our own writes, and all queries. Nobody has claimed these: looking
# into the queues takes one query to see the task and one to be allowed to do it.
COSTS = {
    "first": (4, 15),  # through a decision
    "second": (4, 16),  # through an action, which is handed the subject
    "third": (4, 17),  # into both branches
    "left": (2, 14),  # up to the join
    "right": (5, 22),  # through it, and opening a deadline
    "timed": (5, 13),  # closing the deadline
    "last": (2, 14),  # to the end
}


def test_each_completion_has_its_price(cast: Cast) -> None:
    case = begin(STEPS, by=cast["customer"])
    paid = {}
    for name in COSTS:
        work = item(case, name)
        with Costs() as costs:
            complete_task(work.uuid, by=cast["reviewer"], outcome=f"{name}_ok", data={}, now=NOW)
        paid[name] = (len(costs.ours), len(costs.all))
    assert paid == COSTS


def test_a_completion_writes_four_records(cast: Cast) -> None:
    case = begin(CHAIN, by=cast["customer"])
    work = item(case, "first")
    claim_task(work.uuid, by=cast["reviewer"], now=NOW)
    with Costs() as costs:
        complete_task(work.uuid, by=cast["reviewer"], outcome="ok", data={}, now=NOW)
    assert (len(costs.ours), len(costs.all)) == (4, 10)
