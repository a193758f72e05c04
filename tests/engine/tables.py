"""Decision tables: which rows count, what they write, and where they lead."""

from typing import Any

import pytest

from accounts.users.models import User
from workflows.engine import chart, vocabulary
from workflows.engine.actions import retry_step
from workflows.engine.admin import timeline
from workflows.engine.bpmn import bpmn
from workflows.engine.definition import TableStep, parse
from workflows.engine.expressions import environment
from workflows.engine.models import Case
from workflows.engine.queries import present_steps
from workflows.engine.tables import TableFailed, compile_table, decide
from workflows.engine.variables import Facts

from .processes import NOW, begin, end, open_steps, process, start, step, task, text, told

Cast = dict[str, User]


def field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": text(key.title()), **more}


def options(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": text(value.title())} for value in values]


FIELDS = [
    field("years", "int", rules={"min": 0, "max": 60}),
    field("kind", "choice", options=options("person", "company")),
    field("born", "date"),
    field("agrees", "boolean"),
    field("opens", "time"),
    field("level", "choice", options=options("junior", "senior", "expert")),
    field("fee", "money", rules={"max": 100_000}),
    field("papers", "choices", options=options("identity", "licence", "insurance")),
    field("until", "date"),
    field("count", "int"),
]
ASKED = ("years", "kind", "born", "agrees", "opens")
OUTPUTS = ({"field": "level"}, {"field": "fee"})


def at_least(number: object) -> dict[str, Any]:
    return {"op": ">=", "value": number}


def between(least: object, below: object) -> dict[str, Any]:
    return {"min": least, "below": below}


def row(*cells: Any, to: str | None = None, **more: Any) -> dict[str, Any]:
    """A row whose values are given as ``gives``."""
    way = {"to": to} if to else {}
    return {"cells": list(cells), "values": more.get("gives", []), **way}


def grade(
    *rows: dict[str, Any],
    inputs: tuple[str, ...] = ("years", "kind"),
    outputs: tuple[dict[str, Any], ...] = OUTPUTS,
    **more: Any,
) -> dict[str, Any]:
    """A process with a table step ``grade``; ``look`` is a task for what goes wrong."""
    table = step(
        "grade",
        "table",
        inputs=[{"var": f"data.{key}"} for key in inputs],
        outputs=list(outputs),
        rows=list(rows),
        next="done",
        **more,
    )
    return process(
        start("grade", form=[{"field": key} for key in ASKED]),
        table,
        task("look", {"ok": "done"}),
        task("check", {"ok": "done"}),
        end(),
        fields=FIELDS,
        case_actions=[
            {"key": key, "label": text(key), "who": {"roles": ["operator"]}, "to": to}
            for key, to in (("to_look", "look"), ("to_check", "check"))
        ],
    )


def answers(definition: dict[str, Any], *cases: dict[str, object]) -> list[Any]:
    """What the table says to each of these answers; a failure's code."""
    parsed = parse(definition)
    table_step = parsed.step("grade")
    assert isinstance(table_step, TableStep)
    env = environment(parsed, vocabulary.vocabulary("plain"))
    table = compile_table(table_step, parsed, env)
    said: list[Any] = []
    for data in cases:
        try:
            said.append(dict(decide(table, Facts(now=NOW, data=data)).values))
        except TableFailed as failed:
            said.append(failed.code)
    return said


def answer(definition: dict[str, Any], **data: object) -> Any:
    (said,) = answers(definition, data)
    return said


FIRST = grade(
    row(at_least(5), None, gives=["senior", 5000], to="check"),
    row(at_least(2), {"op": "==", "value": "person"}, gives=["junior", 3000]),
    row({"op": ">", "value": 3}, None, gives=["expert", None]),
    on_error="look",
)


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def started(definition: dict[str, Any], cast: Cast, **data: object) -> Case:
    """A case that has come past the table, whatever the checks would say of its gaps."""
    return again(begin(definition, by=cast["customer"], data=data))


REST = row(None, None, gives=[None, None])


def test_the_first_row_that_fits_writes_its_values(cast: Cast) -> None:
    definition = grade(
        row(at_least(5), None, gives=["senior", 5000], to="check"),
        row(at_least(2), {"op": "in", "value": ["person"]}, gives=["junior", 3000]),
        REST,
    )
    case = started(definition, cast, years=7, kind="company")
    assert (case.data["level"], case.data["fee"], open_steps(case)) == ("senior", 5000, ["check"])
    case = started(definition | {"key": "second"}, cast, years=3, kind="person")
    assert (case.data["level"], case.data["fee"]) == ("junior", 3000)
    assert (present_steps(case), case.result) == ([], "")
    case = started(definition | {"key": "third"}, cast, years=1, kind="person")
    assert ("level" in case.data, "fee" in case.data, case.finished_at) == (False, False, NOW)


def test_the_timeline_tells_which_rows_counted(cast: Cast) -> None:
    case = started(grade(row(at_least(99), None, gives=[None, None]), REST), cast, years=7)
    assert ("completed", "grade") in told(case)
    assert case.timeline.get(event="completed", step="grade").data == {"rows": [2]}
    entries = timeline.told(case, "en")
    assert [one["what"] for one in entries if one["step"] == "grade"] == ["Grade: row 2"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"years": 5, "kind": "company"}, {"level": "senior", "fee": 5000}),
        ({"years": 4, "kind": "person"}, {"level": "junior", "fee": 3000}),
        # Null writes nothing.
        ({"years": 4, "kind": "company"}, {"level": "expert"}),
        ({"years": 2, "kind": "company"}, "no_row_fits"),
        ({"kind": "person"}, "value_missing"),
        # Only the first row looks at years alone.
        ({"years": 9}, {"level": "senior", "fee": 5000}),
        ({}, "value_missing"),
    ],
)
def test_rows_are_compared_in_their_order(data: dict[str, Any], expected: object) -> None:
    assert answer(FIRST, **data) == expected


@pytest.mark.parametrize(
    ("var", "cell", "fits", "not_fits"),
    [
        ("years", between(2, 5), [2, 4], [1, 5]),
        ("years", between(None, 5), [-1, 4], [5]),
        ("years", {"op": "not_in", "value": [1, 2]}, [0, 3], [1, 2]),
        ("years", {"op": "==", "value": {"var": "constants.limit"}}, [10], [9]),
        ("born", between("2000-01-01", "2010-01-01"), ["2000-01-01", "2009-12-31"],
         ["1999-12-31", "2010-01-01"]),
        ("opens", between("08:00", "12:30"), ["08:00", "12:29"], ["07:59", "12:30"]),
        ("agrees", {"op": "==", "value": True}, [True], [False]),
        ("kind", {"op": "in", "value": ["person", "company"]}, ["company"], []),
        ("papers", {"op": "contains", "value": "licence"}, [["licence"]], [["identity"]]),
        ("years", {"op": "is_not_set"}, [None], [0]),
        ("years", {"op": "is_set"}, [0], [None]),
    ],
)  # fmt: skip
def test_cells_are_typed_by_their_variable(
    var: str, cell: dict[str, Any], fits: list[object], not_fits: list[object]
) -> None:
    definition = grade(row(cell, gives=["junior", 1]), inputs=(var,), on_error="look")
    definition["constants"] = {"limit": {"type": "int", "value": 10}}
    for value in fits:
        assert answer(definition, **{var: value}) == {"level": "junior", "fee": 1}
    for value in not_fits:
        assert answer(definition, **{var: value}) in {"no_row_fits", "value_missing"}


def test_of_a_unique_table_one_row_may_fit() -> None:
    definition = grade(
        row(at_least(5), None, gives=["senior", 1]),
        row(between(2, 5), None, gives=["junior", 2]),
        row(None, {"op": "==", "value": "company"}, gives=["expert", 3]),
        policy="unique",
        on_error="look",
    )
    assert answer(definition, years=3, kind="person") == {"level": "junior", "fee": 2}
    assert answer(definition, years=3, kind="company") == "several_rows_fit"
    assert answer(definition, years=1, kind="person") == "no_row_fits"


COLLECT = (
    {"field": "papers", "collect": "list"},
    {"field": "fee", "collect": "sum"},
    {"field": "until", "collect": "min"},
    {"field": "born", "collect": "max"},
    {"field": "count", "collect": "count"},
)


def collecting(**more: Any) -> dict[str, Any]:
    return grade(
        row(at_least(1), None,
            gives=["identity", 500, "2026-05-01", "2026-05-01", "x"]),
        row(at_least(2), None,
            gives=[["licence", "identity"], -200, "2026-04-01", "2026-04-01", None]),
        row(None, {"op": "==", "value": "company"},
            gives=[None, None, None, None, "x"]),
        outputs=COLLECT,
        policy="collect",
        **more,
    )  # fmt: skip


def test_a_collecting_table_makes_one_value_of_all_rows_that_fit() -> None:
    assert answer(collecting(), years=3, kind="company") == {
        "papers": ["identity", "licence"],
        "fee": 300,
        "until": "2026-04-01",
        "born": "2026-05-01",
        "count": 2,
    }
    assert answer(collecting(), years=1, kind="person")["fee"] == 500


def test_a_collecting_table_that_finds_nothing_empties_and_goes_on(cast: Cast) -> None:
    nothing = {"papers": None, "fee": 0, "until": None, "born": None, "count": 0}
    assert answer(collecting(), years=0, kind="person") == nothing
    case = started(collecting(), cast, years=0, kind="person", born="2000-01-01")
    assert (case.finished_at, case.data["born"], case.data["fee"]) == (NOW, None, 0)
    case = started(collecting(otherwise="look") | {"key": "second"}, cast, years=0, kind="person")
    assert open_steps(case) == ["look"]


def test_what_is_collected_fits_its_field_or_the_step_fails() -> None:
    rows = [row(None, gives=[60_000]), row(None, gives=[50_000])]
    outputs = ({"field": "fee", "collect": "sum"},)
    definition = grade(*rows, inputs=("years",), outputs=outputs, policy="collect")
    assert answer(definition, years=1) == "output_unfit"


def test_where_no_row_fits_otherwise_is_the_way_on(cast: Cast) -> None:
    definition = grade(row(at_least(5), None, gives=["senior", 1]), otherwise="check")
    case = started(definition, cast, years=1)
    assert (open_steps(case), "level" in case.data) == (["check"], False)


def test_a_table_that_fails_takes_its_error_way_and_writes_nothing(cast: Cast) -> None:
    definition = grade(row(at_least(0), None, gives=["senior", 1]), on_error="look")
    case = started(definition, cast)
    assert (open_steps(case), case.error_code, "level" in case.data) == (
        ["look"], "value_missing", False,
    )  # fmt: skip
    assert ("failed", "grade") in told(case)


def test_without_an_error_way_an_operator_tries_again(cast: Cast) -> None:
    case = started(grade(row(at_least(0), None, gives=["senior", 1])), cast)
    assert present_steps(case) == ["grade"]
    Case.objects.filter(pk=case.pk).update(data={"years": 1})
    retry_step(case.number, "grade", by=cast["operator"], now=NOW)
    assert again(case).data == {"years": 1, "level": "senior", "fee": 1}


def test_a_table_is_drawn_and_exported() -> None:
    definition = parse(FIRST)
    drawing = chart.svg(definition, language="en")
    assert '<g id="step-grade" class="box table"' in drawing
    assert ">row 1</text>" in drawing
    assert 'businessRuleTask id="step_grade" name="Grade"' in bpmn(definition, language="en")
