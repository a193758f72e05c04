"""Reading definitions: what is accepted, what is refused and in which words."""

import copy
from datetime import timedelta
from typing import Any

import jsonschema
import pytest

from workflows.engine import vocabulary
from workflows.engine.definition import (
    as_json,
    content_hash,
    definition_schema,
    duration,
    parse,
)
from workflows.engine.refusals import InvalidDefinition

from .checks import SOUND

SMALL: dict[str, Any] = {
    "key": "leave",
    "kind": "plain",
    "title": {"en": "Leave"},
    "steps": [
        {
            "id": "ask",
            "kind": "start",
            "title": {"en": "Ask"},
            "who": {"roles": ["provider"]},
            "next": "decide",
        },
        {
            "id": "decide",
            "kind": "task",
            "title": {"en": "Decide"},
            "who": {"roles": ["operator"]},
            "outcomes": [
                {
                    "key": "grant",
                    "label": {"en": "Grant"},
                    "to": "done",
                    "when": {"all": [{"var": "case.stage", "op": "==", "value": "open"}]},
                }
            ],
            "deadline": {"after": "PT48H", "reminders": ["PT24H"]},
        },
        {"id": "done", "kind": "end", "title": {"en": "Done"}},
    ],
}


def problems_of(data: object) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidDefinition) as refused:
        parse(data)
    return [(found.step, found.code, found.message) for found in refused.value.problems]


def changed(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(SMALL), **changes}


def test_reading_and_writing_give_the_same_json() -> None:
    assert as_json(parse(SMALL)) == SMALL


def test_the_hash_is_that_of_the_content_and_not_of_its_writing() -> None:
    written_otherwise = changed(fields=[], constants={})
    reordered = dict(reversed(list(SMALL.items())))
    digest = content_hash(parse(SMALL))
    assert len(digest) == 64
    assert content_hash(parse(written_otherwise)) == digest
    assert content_hash(parse(reordered)) == digest
    assert content_hash(parse(changed(title={"en": "Holiday"}))) != digest


def test_the_hash_of_a_version_outlives_the_growth_of_the_language() -> None:
    """What this definition, which uses every older kind of step, hashed to before tables,
    signatures and least loaded came: what is not used is left out.
    """
    assert content_hash(parse(SOUND)) == (
        "19abc16b7ebbd23a93938073712a60c7be337d0e459030cd90b394fc4618fa82"
    )


def test_the_schema_accepts_what_is_read_and_is_itself_valid() -> None:
    schema = definition_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert list(validator.iter_errors(SMALL)) == []
    assert [error.validator for error in validator.iter_errors(changed(more=1))] == [
        "additionalProperties"
    ]


def test_problems_name_the_step_and_say_what_to_do() -> None:
    broken = changed(title={"zh-hans": "请假"})
    del broken["steps"][0]["next"]
    broken["steps"][1]["outcomes"][0]["too"] = "done"
    broken["steps"][1]["deadline"]["after"] = "P1M"
    broken["steps"][2]["kind"] = "ende"
    assert problems_of(broken) == [
        (
            "",
            "malformed",
            "The definition: “title”: give the text in English under “en”; other languages are "
            "optional.",
        ),
        ("ask", "missing", "Step “Ask”: add “next”, it is required."),
        (
            "decide",
            "unknown_key",
            "Step “Decide”, outcomes 1: “too” is not known here; remove it or correct its name.",
        ),
        (
            "decide",
            "malformed",
            "Step “Decide”, deadline: “after”: “P1M” is no duration: write weeks, days, hours, "
            "minutes or seconds as in “P2D”, “PT48H” or “P1DT12H” (months and years have no "
            "fixed length).",
        ),
        (
            "done",
            "unknown_kind",
            "Step “Done”: “ende” is no kind of step; use one of start, task, approval, action, "
            "decision, table, parallel, join, event, timer, notice, subprocess, webhook, items, "
            "end. Did you mean “end”?",
        ),
    ]


@pytest.mark.parametrize("data", [None, [], "text", {"steps": 3}, {"steps": [1]}, {}])
def test_anything_that_is_no_definition_is_refused(data: object) -> None:
    assert problems_of(data)


def test_a_timer_waits_for_a_while_or_until_an_instant() -> None:
    timer = {"id": "wait", "kind": "timer", "title": {"en": "Wait"}, "next": "done"}
    for extra in ({}, {"after": "P1D", "until": {"cel": "case.started_at"}}):
        data = changed()
        data["steps"].append({**timer, **extra})
        assert [(step, code) for step, code, _ in problems_of(data)] == [("wait", "malformed")]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("P2D", timedelta(days=2)),
        ("PT48H", timedelta(hours=48)),
        ("P1DT12H30M5S", timedelta(days=1, hours=12, minutes=30, seconds=5)),
        ("P2W", timedelta(weeks=2)),
    ],
)
def test_durations(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize("text", ["", "P", "PT", "P1DT", "P1Y", "48h", "-P1D", "P1.5D"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="no duration"):
        duration(text)


def test_an_unknown_kind_names_what_is_registered() -> None:
    with pytest.raises(KeyError, match=r"no process kind 'gardening'. Registered: .*plain"):
        vocabulary.vocabulary("gardening")


def test_a_kind_is_registered_once() -> None:
    plain = vocabulary.vocabulary("plain")
    vocabulary.register(plain)
    other = vocabulary.Vocabulary(kind="plain", label={"en": "x"}, subject=None, stages=())
    with pytest.raises(ValueError, match="registered twice"):
        vocabulary.register(other)
    assert vocabulary.vocabulary("plain") is plain


@pytest.mark.parametrize(
    ("name", "kind"), [("data.total", "int"), ("total", "int"), ("order.total", "decimal")]
)
def test_a_vocabularys_variables_have_names_and_types_of_their_own(name: str, kind: str) -> None:
    wrong = vocabulary.Vocabulary(
        kind="orders_with_a_slip",
        label={"en": "x"},
        subject=None,
        stages=(),
        variables=(vocabulary.Variable(name, kind, {"en": "Total"}),),
    )
    with pytest.raises(ValueError, match=name):
        vocabulary.register(wrong)
    with pytest.raises(KeyError):
        vocabulary.vocabulary("orders_with_a_slip")
