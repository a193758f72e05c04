"""Checks that follow the ways: what is written before it is read, and where money goes."""

from dataclasses import replace
from typing import Any

import pytest

from workflows.engine.checks import check
from workflows.engine.definition import parse
from workflows.engine.plain import PLAIN
from workflows.engine.vocabulary import ActionType, EventType, Stage

from .checks import FLOW_CODES, ActivateParameters
from .plain_words import plain
from .processes import end, process, start, step, task

NOTHING = {"en": "Nothing."}


def action(key: str, money: Any) -> ActionType:
    return ActionType(
        key, {"en": key}, ActivateParameters, {}, NOTHING, lambda context, given: {}, money
    )


SHOP = replace(
    PLAIN,
    stages=(*PLAIN.stages, Stage("sold", {"en": "Sold"}, final=True)),
    success="sold",
    events=(EventType("paid", {"en": "Paid"}, {"amount": "int"}, captures=True),),
    actions=(action("send_back", "refunds"), action("pay_seller", "pays_out")),
)
FIELDS = [
    {"key": "amount", "type": "int", "label": {"en": "Amount"}},
    {"key": "day", "type": "date", "label": {"en": "Day"}},
    {
        "key": "kind",
        "type": "choice",
        "label": {"en": "Kind"},
        "options": [{"value": one, "label": {"en": one}} for one in ("person", "company")],
    },
]
ASKED = {"form": [{"field": "amount", "required": True}]}
OFFERED = {"form": [{"field": "amount"}]}
BIG = {"var": "data.amount", "op": ">", "value": 5}
SET = {"var": "data.amount", "op": "is_set"}


def codes(*steps: dict[str, Any], **values: Any) -> list[tuple[str, str, str]]:
    """Severity, step and code of what these checks find; texts and people are others' business."""
    definition = parse(process(*steps, fields=FIELDS, **values))
    found = plain(check(definition, SHOP), definition, SHOP)
    return [(one.severity, one.step, one.code) for one in found if one.code in FLOW_CODES]


def deciding(*conditions: dict[str, Any], **review: Any) -> list[tuple[str, str, str]]:
    cases = [{"when": condition, "to": "done"} for condition in conditions]
    return codes(
        start("review"),
        task("review", {"ok": "choose"}, **review),
        step("choose", "decision", cases=cases, otherwise="done"),
        end(),
    )


def test_what_nothing_writes_is_read_too_early() -> None:
    assert deciding(BIG) == [("error", "choose", "read_before_written")]


def test_what_may_be_left_empty_is_warned_of() -> None:
    assert deciding(BIG, **OFFERED) == [("warning", "choose", "maybe_unwritten")]


@pytest.mark.parametrize(
    ("conditions", "review"),
    [
        ([BIG], ASKED),
        ([{"all": [SET, BIG]}], OFFERED),
        ([{"all": [SET, BIG]}], {}),
        ([{"var": "data.amount", "op": "is_not_set"}, BIG], OFFERED),
        ([{"cel": "is_set.data.amount && data.amount > 5"}], OFFERED),
    ],
    ids=["required", "asked first", "asked first, never written", "asked before", "asked in CEL"],
)
def test_what_is_written_or_asked_for_first_is_sound(
    conditions: list[dict[str, Any]], review: dict[str, Any]
) -> None:
    assert deciding(*conditions, **review) == []


def test_an_error_way_takes_what_is_left_empty() -> None:
    cases = [{"when": BIG, "to": "done"}]
    assert codes(
        start("choose", **OFFERED),
        step("choose", "decision", cases=cases, otherwise="done", on_error="done"),
        end(),
    ) == []  # fmt: skip


def looking_up(*cells: Any, begin: dict[str, Any], **values: Any) -> list[tuple[str, str, str]]:
    """One row for each cell, of which the last takes all that is filled in."""
    rows = [{"cells": [cell]} for cell in cells]
    table = {"inputs": [{"var": "data.amount"}], "rows": rows, "next": "done", **values}
    return codes(start("choose", **begin), step("choose", "table", **table), end())


LOW, HIGH = {"op": "<", "value": 5}, {"op": ">=", "value": 5}


@pytest.mark.parametrize(
    ("begin", "values", "found"),
    [
        ({}, {}, [("error", "choose", "read_before_written")]),
        ({}, {"otherwise": "done"}, [("error", "choose", "read_before_written")]),
        (OFFERED, {}, [("warning", "choose", "maybe_unwritten")]),
        (OFFERED, {"otherwise": "done"}, []),
        (OFFERED, {"policy": "collect"}, []),
        (OFFERED, {"on_error": "done"}, []),
        (ASKED, {}, []),
    ],
)
def test_a_table_reads_its_columns(
    begin: dict[str, Any], values: dict[str, Any], found: list[tuple[str, str, str]]
) -> None:
    assert looking_up(LOW, HIGH, begin=begin, **values) == found


@pytest.mark.parametrize("cell", [None, {"op": "is_not_set"}])
def test_a_row_may_take_what_is_left_empty(cell: dict[str, Any] | None) -> None:
    assert looking_up(LOW, HIGH, cell, begin=OFFERED) == []


@pytest.mark.parametrize(("kind", "name"), [("webhook", "payload"), ("subprocess", "data")])
def test_what_is_sent_is_read(kind: str, name: str) -> None:
    to = {"webhook": {"url": "https://scores.example.org/"}, "subprocess": {"process": "other"}}
    sent = {**to[kind], name: {"amount": {"cel": "data.amount + 1"}}, "next": "done"}

    def found(begin: dict[str, Any], **more: Any) -> list[tuple[str, str, str]]:
        return codes(start("send", **begin), step("send", kind, **sent, **more), end())

    assert found({}) == [("error", "send", "read_before_written")]
    assert found(OFFERED) == [("warning", "send", "maybe_unwritten")]
    assert found(OFFERED, on_error="done") == found(ASKED) == []


def test_a_later_form_may_empty_what_an_earlier_one_required() -> None:
    ways = (
        task("second", {"ok": "choose"}, **OFFERED),
        step("choose", "decision", cases=[{"when": BIG, "to": "done"}], otherwise="done"),
        end(),
    )
    assert codes(start("second", **ASKED), *ways) == [("warning", "choose", "maybe_unwritten")]


def test_what_one_outcome_requires_is_there_on_its_way_alone() -> None:
    review = task("review", {"yes": "choose", "no": "other"}, **OFFERED)
    review["outcomes"][0]["requires"] = ["amount"]
    deciding = {"cases": [{"when": BIG, "to": "done"}], "otherwise": "done"}
    assert codes(
        start("review"), review, step("choose", "decision", **deciding),
        step("other", "decision", **deciding), end(),
    ) == [("warning", "other", "maybe_unwritten")]  # fmt: skip


def test_a_way_by_deadline_brings_no_answers() -> None:
    late = {"after": "PT1H", "then": "choose"}
    assert deciding(BIG, **ASKED, deadline=late) == [("warning", "choose", "maybe_unwritten")]


def test_each_branch_has_written_by_the_join() -> None:
    assert codes(
        start("split"),
        step("split", "parallel", branches=[{"to": "one"}, {"to": "two"}], join="both"),
        task("one", {"ok": "both"}, **ASKED),
        task("two", {"yes": "both"}, who={"roles": ["operator"]}),
        step("both", "join", next="choose"),
        step("choose", "decision", cases=[{"when": BIG, "to": "done"}], otherwise="done"),
        end(),
    ) == []  # fmt: skip


def test_a_case_action_may_come_before_anything_is_written() -> None:
    leave = {"key": "leave", "label": {"en": "Leave"}, "who": {"roles": ["customer"]}}
    assert codes(
        start("review"),
        task("review", {"ok": "done"}, **ASKED),
        step("choose", "decision", cases=[{"when": BIG, "to": "done"}], otherwise="done"),
        end(),
        case_actions=[{**leave, "to": "choose"}],
    ) == [("warning", "choose", "maybe_unwritten")]


@pytest.mark.parametrize(
    "condition",
    [
        {"all": [BIG, {"var": "data.amount", "op": "<", "value": 3}]},
        {"all": [BIG, {"var": "data.amount", "op": "==", "value": 5}]},
        {"all": [BIG, {"var": "data.amount", "op": "<=", "value": 5}]},
        {"all": [SET, {"var": "data.amount", "op": "is_not_set"}]},
        {"all": [
            {"any": [{"var": "data.kind", "op": "==", "value": "person"},
                     {"var": "data.kind", "op": "==", "value": "company"}]},
            {"var": "data.kind", "op": "not_in", "value": ["person", "company"]},
        ]},
        {"var": "data.kind", "op": "==", "value": "robot"},
        {"all": [{"var": "data.day", "op": ">", "value": "2026-05-02"},
                 {"var": "data.day", "op": "<", "value": "2026-05-01"}]},
    ],
)  # fmt: skip
def test_a_condition_that_never_holds_is_warned_of(condition: dict[str, Any]) -> None:
    found = deciding({"all": [SET, condition]}, **ASKED)
    assert ("warning", "choose", "condition_never") in found


@pytest.mark.parametrize(
    "condition",
    [
        {"all": [BIG, {"var": "data.amount", "op": "<", "value": 7}]},
        {"any": [BIG, {"var": "data.amount", "op": "<", "value": 3}]},
        {"all": [{"var": "data.amount", "op": ">=", "value": 5},
                 {"var": "data.amount", "op": "<=", "value": 5}]},
        {"var": "data.kind", "op": "in", "value": ["robot", "person"]},
        {"all": [BIG, {"cel": "data.amount < 3"}]},
    ],
)  # fmt: skip
def test_a_condition_that_may_hold_is_not(condition: dict[str, Any]) -> None:
    both = [{"field": "amount", "required": True}, {"field": "kind", "required": True}]
    assert deciding(condition, form=both) == []


def test_a_deadline_that_leads_nowhere_and_tells_nobody_is_warned_of() -> None:
    telling = {"after": "P1D", "to": {"roles": ["operator"]}}
    assert deciding(SET, deadline={"after": "P1D", "reminders": ["PT4H"]}) == [
        ("warning", "review", "deadline_without_way")
    ]
    assert deciding(SET, deadline={"after": "P1D", "escalations": [telling]}) == []
    assert deciding(SET, deadline={"after": "P1D", "then": "done"}) == []


def selling(*more: dict[str, Any], **values: Any) -> list[tuple[str, str, str]]:
    parameters = {"parameters": {"name": {"value": "x"}}}
    return codes(
        start("pay"),
        step("pay", "event", event="paid", next="deliver"),
        task("deliver", {"ok": "sold", "fail": "give_back"}),
        step(
            "give_back", "action", action="send_back", next="done", on_error="repair", **parameters
        ),
        task("repair", {"again": "give_back"}, who={"roles": ["operator"]}),
        step("sold", "end", stage="sold"),
        end(stage="done"),
        *more,
        **values,
    )


def test_money_goes_back_wherever_a_case_does_not_end_well() -> None:
    assert selling() == []
    leave = {"key": "leave", "label": {"en": "Leave"}, "who": {"roles": ["customer"]}, "to": "left"}
    assert selling(end("left", stage="refused"), case_actions=[leave]) == [
        ("error", "left", "money_kept")
    ]


def test_what_could_not_be_sent_back_was_not() -> None:
    parameters = {"parameters": {"name": {"value": "x"}}}
    assert codes(
        start("pay"),
        step("pay", "event", event="paid", next="give_back"),
        step("give_back", "action", action="send_back", next="done", on_error="kept", **parameters),
        end(stage="done"),
        end("kept", stage="refused"),
    ) == [("error", "kept", "money_kept")]


def test_nothing_is_paid_out_before_the_good_end() -> None:
    parameters = {"parameters": {"name": {"value": "x"}}}
    payout = step("payout", "action", action="pay_seller", next="sold", **parameters)
    sold = step("sold", "end", stage="sold")
    assert codes(start("payout"), payout, sold) == [("error", "payout", "paid_out_early")]
    assert codes(start("payout"), {**payout, "stage": "sold"}, sold) == []
