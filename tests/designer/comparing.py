"""Two versions compared in plain words, in both languages."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.designer.comparison import Comparison, compare
from workflows.designer.forms.desk import Desk
from workflows.designer.steplist.differences import differences
from workflows.engine.definition import parse
from workflows.engine.refusals import InvalidDefinition
from workflows.engine.vocabulary import vocabulary

FILES = sorted(
    path
    for config in apps.get_app_configs()
    if config.name.startswith("workflows.")
    for path in Path(config.path).glob("processes/*.json")
)
DEFAULTS = {path.stem: json.loads(path.read_text()) for path in FILES}
Change = Callable[[dict[str, Any]], None]


def compared(key: str, change: Change, language: str = "en") -> Comparison:
    before = DEFAULTS[key]
    after = deepcopy(before)
    change(after)
    return compare(parse(before), parse(after), vocabulary(before["kind"]), language=language)


def sentences(key: str, change: Change, language: str = "en") -> list[str]:
    return [one.sentence for one in compared(key, change, language).changes]


def step(definition: dict[str, Any], step_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in definition["steps"] if one["id"] == step_id)
    return found


def field(definition: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in definition["fields"] if one["key"] == key)
    return found


def test_two_texts_of_one_part_are_told_as_people_read_them() -> None:
    """What whoever is late is shown: people, times and conditions in words, nothing by its key."""

    def words(key: str, step_id: str, name: str, value: Any) -> tuple[str, str]:
        desk = Desk(DEFAULTS[key], "en")
        mine = {**step(DEFAULTS[key], step_id), name: value}
        (found,) = differences(desk, f"steps/{step_id}", mine)
        return found.theirs, found.mine

    escalation = {"after": "PT6H", "to": {"roles": ["finance"], "actors": ["customer"]}}
    assert words(
        "complaint", "triage", "deadline", {"after": "P2D", "escalations": [escalation]}
    ) == (
        "time 1 day, reminders after 4 hours, who is told later 12 hours → role operator",
        "time 2 days, who is told later 6 hours → role finance, Customer",
    )
    asked = [{"var": "data.reason_kind", "op": "==", "value": "damage"}]
    cases = [{"when": {"all": asked}, "to": "propose"}]
    assert words("complaint", "carry_out", "cases", cases)[1] == (
        "condition What is it about? is “Something was damaged”, next step “Propose a remedy”"
    )


@pytest.mark.parametrize("key", sorted(DEFAULTS))
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_equal_versions_have_no_changes(key: str, language: str) -> None:
    assert compared(key, lambda definition: None, language) == Comparison()


def approvers(definition: dict[str, Any]) -> None:
    step(definition, "approve")["rule"] = {"mode": "n_of_m", "n": 3, "order": "in_turn"}


def hurry(definition: dict[str, Any]) -> None:
    step(definition, "triage")["deadline"]["after"] = "PT8H"


def limit(definition: dict[str, Any]) -> None:
    definition["constants"]["approval_limit"]["value"] = 50000


def licence(definition: dict[str, Any]) -> None:
    definition["fields"].append(
        {
            "key": "business_licence",
            "type": "file",
            "label": {"en": "Business licence", "zh-hans": "营业执照"},
            "show_when": {"var": "data.kind", "op": "==", "value": "company"},
        }
    )
    step(definition, "apply")["form"].append({"field": "business_licence", "required": True})


def call(definition: dict[str, Any]) -> None:
    step(definition, "triage")["outcomes"][0]["to"] = "call"
    definition["steps"].append(
        {
            "id": "call",
            "kind": "task",
            "title": {"en": "Call the customer", "zh-hans": "致电客户"},
            "who": {"roles": ["support"]},
            "outcomes": [{"key": "done", "label": {"en": "Done"}, "to": "examine"}],
        }
    )


SAID: list[tuple[str, Change, list[str], list[str]]] = [
    (
        "complaint",
        approvers,
        ["“Approve the remedy” now needs 3 approvers, one after the other (before: 2 approvers)."],
        ["“审批方案”现在需要3 位审批人同意，依次审批（原为：2 位审批人同意）。"],
    ),
    (
        "complaint",
        hurry,
        ["The deadline of “Set the priority” went from 1 day to 8 hours."],
        ["“受理并定级”的期限由 1 日 改为 8 小时。"],
    ),
    (
        "complaint",
        limit,
        ["“Approval limit” went from ¥200 to ¥500."],
        ["“审批限额”由¥200改为¥500。"],
    ),
    (
        "onboarding",
        licence,
        [
            "Field “Business licence” added, asked where You apply as is “A company”.",
            "“Apply”: field “Business licence” added.",
        ],
        [
            "新增字段“营业执照”，当申请身份是“公司”时填写。",
            "“提交申请”：新增字段“营业执照”。",
        ],
    ),
    (
        "complaint",
        call,
        [
            "“Set the priority”, outcome “Look into it”: next step is now “Call the customer” "
            "(before: “Hear both sides”).",
            "Step “Call the customer” added, done by role support.",
        ],
        [
            "“受理并定级”的办理结果“受理调查”：下一步改为“致电客户”（原为：“双方核实”）。",
            "新增步骤“致电客户”，由客服角色办理。",
        ],
    ),
]


@pytest.mark.parametrize(
    ("key", "change", "english", "chinese"), SAID, ids=[row[1].__name__ for row in SAID]
)
def test_the_sentences_of_an_operator(
    key: str, change: Change, english: list[str], chinese: list[str]
) -> None:
    assert sentences(key, change) == english
    assert sentences(key, change, "zh-hans") == chinese


def test_steps_are_named_by_what_became_of_them() -> None:
    comparison = compared("complaint", call)
    assert (comparison.added, comparison.removed, comparison.changed) == (
        ("call",),
        (),
        ("triage",),
    )
    assert [change.place for change in comparison.changes] == ["steps/triage", "steps/call"]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a definition that could be left out or hold something else."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, below in pairs:
        yield (*path, key)
        if isinstance(below, dict | list):
            yield from places(below, (*path, key))


ALL_PLACES = [
    (key, place)
    for key, one in sorted(DEFAULTS.items())
    for place in places(one)
    if place not in {("key",), ("kind",)}
]


@settings(deadline=None)
@given(chosen=st.sampled_from(ALL_PLACES), drop=st.booleans())
def test_no_change_is_passed_over(chosen: tuple[str, tuple[Any, ...]], drop: bool) -> None:
    key, place = chosen
    changed = deepcopy(DEFAULTS[key])
    around: Any = changed
    for part in place[:-1]:
        around = around[part]
    value = around[place[-1]]
    if drop:
        del around[place[-1]]
    elif isinstance(value, bool):
        around[place[-1]] = not value
    elif isinstance(value, int):
        around[place[-1]] = value + 1
    elif isinstance(value, str):
        around[place[-1]] = f"{value}x"
    try:
        before, after = parse(DEFAULTS[key]), parse(changed)
    except InvalidDefinition:
        return
    words = vocabulary(before.kind)
    for language in ("en", "zh-hans"):
        there = compare(before, after, words, language=language)
        back = compare(after, before, words, language=language)
        # The order of steps alone says nothing: their ways do.
        assert bool(there.changes) == bool(back.changes) == (before != after)
        assert all(change.sentence.endswith((".", "。")) for change in there.changes)
