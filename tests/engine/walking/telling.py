"""What a walk tells of steps, and what it makes up."""

from datetime import timedelta
from typing import Any

from tests.engine.parcels import PARCELS
from tests.engine.processes import NOW, end, process, start, step, task, text
from workflows.engine.definition import parse
from workflows.engine.walker import DEADLINE, Answer, Sample, Walk, walk

BEGIN = Answer("begin")
ROWS = {
    "key": "rows",
    "type": "table",
    "label": text("Rows"),
    "columns": [
        {"key": "name", "type": "text", "label": text("Name")},
        {"key": "checked", "type": "text", "label": text("Checked")},
    ],
}
GRAMS = {"key": "grams", "type": "int", "label": text("Grams")}
PASSPORT = {"key": "passport", "type": "passport", "personal": True, "label": text("Passport")}


def walked(*steps: dict[str, Any], answers: list[Answer], **values: Any) -> Walk:
    data = values.pop("data", {})
    definition = parse(process(*steps, kind="parcel", **values))
    return walk(definition, PARCELS, Sample(NOW, data=data), answers)


def test_a_deadline_is_taken_and_what_rings_before_it_is_told() -> None:
    times = {"after": "PT8H", "reminders": ["PT2H"], "then": "done"}
    steps = (start("look"), task("look", {"ok": "done"}, deadline=times), end(stage="posted"))
    late = walked(*steps, answers=[BEGIN, Answer("look", DEADLINE)])
    assert (late.state, late.now, late.stage) == ("ended", NOW + timedelta(hours=8), "posted")
    assert [one.text for one in late.steps[1].effects] == [
        "Would give it 8 hours; after that it goes on with “Done”.",
        "After 2 hours, would remind whoever has to do it.",
    ]
    missed = walked(*steps, answers=[BEGIN, Answer("look", "ok", after=timedelta(hours=9))])
    assert missed.error is not None
    assert (missed.error.code, missed.error.answer) == ("case_ended", 1)
    assert [one.step for one in missed.waiting] == ["look"]


def test_results_that_nobody_gave_are_made_up_and_marked() -> None:
    steps = (start("wait"), step("wait", "event", event="scanned", save={"grams": "grams"},
                                 next="done"), end())  # fmt: skip
    made_up = walked(*steps, answers=[BEGIN, Answer("wait")], fields=[GRAMS])
    assert made_up.data == {"grams": 1}
    assert [(one.text, one.sample) for one in made_up.steps[1].effects] == [
        ("Would fill in “Grams”: 1 (sample value)", True)
    ]
    given = walked(*steps, answers=[BEGIN, Answer("wait", data={"grams": 7})], fields=[GRAMS])
    assert (given.data, given.steps[1].effects[0].sample) == ({"grams": 7}, False)


def test_an_answer_lets_an_action_fail_with_a_code() -> None:
    steps = (start("stamp"), step("stamp", "action", action="stamp", next="done", on_error="look"),
             task("look", {"ok": "done"}), end())  # fmt: skip
    failed = walked(*steps, answers=[BEGIN, Answer("stamp", "@error:no_ink")])
    assert [(one.step, one.way, one.error) for one in failed.steps] == [
        ("begin", ("stamp",), ""),
        ("stamp", ("look",), "no_ink"),
    ]
    assert [one.step for one in failed.waiting] == ["look"]


def test_sealed_values_are_not_told() -> None:
    steps = (start("done", form=[{"field": "passport"}]), end())
    sealed = walked(
        *steps, answers=[Answer("begin", data={"passport": "ab123"})], fields=[PASSPORT]
    )
    assert sealed.data == {"passport": "(sealed)"}
    assert "ab123" not in str(sealed).lower()


def test_each_row_of_a_table_waits_for_its_answer() -> None:
    items = step("check", "items", table="rows", who={"roles": ["reviewer"]}, next="done",
                 outcomes=[{"key": "ok", "label": text("OK")}], save_outcome="checked")  # fmt: skip
    rows = [{"name": "a"}, {"name": "b"}]
    half = walked(start("check"), items, end(), fields=[ROWS], data={"rows": rows},
                  answers=[BEGIN, Answer("check", "ok", row=1)])  # fmt: skip
    assert [(one.step, one.row) for one in half.waiting] == [("check", 0)]
    assert half.data["rows"] == [{"name": "a"}, {"name": "b", "checked": "ok"}]


def test_an_endless_ring_is_stopped() -> None:
    ring = walked(
        start("a"),
        step("a", "action", action="stamp", next="b"),
        step("b", "action", action="stamp", next="a"),
        end(),
        answers=[BEGIN],
    )
    assert ring.error is not None
    assert (ring.state, ring.error.code) == ("failed", "walk_too_long")
