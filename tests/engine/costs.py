"""How many queries a transition takes: our records add at most four to Viewflow's own."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.users.models import User
from workflows.engine.actions import claim_task, complete_task, start_case

from .processes import NOW, begin, end, item, process, start, task

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
    assert (len(costs.ours), len(costs.all)) == (4, 11)


def test_a_claim_writes_one_record(cast: Cast) -> None:
    case = begin(CHAIN, by=cast["customer"])
    work = item(case, "first")
    with Costs() as costs:
        claim_task(work.uuid, by=cast["reviewer"], now=NOW)
    assert (len(costs.ours), len(costs.all)) == (1, 6)


def test_a_completion_writes_four_records(cast: Cast) -> None:
    case = begin(CHAIN, by=cast["customer"])
    work = item(case, "first")
    claim_task(work.uuid, by=cast["reviewer"], now=NOW)
    with Costs() as costs:
        complete_task(work.uuid, by=cast["reviewer"], outcome="ok", data={}, now=NOW)
    assert (len(costs.ours), len(costs.all)) == (4, 10)
