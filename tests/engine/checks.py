"""Before publication: a sound definition has no problem, and every code a case of its own."""

import copy
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from workflows.engine import vocabulary
from workflows.engine.checks import People, check
from workflows.engine.checks.ids import FLOW_ATTRIBUTES
from workflows.engine.compiler import compile_flow
from workflows.engine.definition import parse
from workflows.engine.nodes import BaseFlow
from workflows.engine.problems import has_errors
from workflows.engine.vocabulary import (
    ActionType,
    Actor,
    Derivation,
    EventType,
    PersonalType,
    Stage,
    Variable,
    Vocabulary,
)

from .pieces import choices, field, named, outcome, step, text
from .plain_words import plain

# Those that follow the ways have their cases in ``flow_checks``.
FLOW_CODES = {
    "read_before_written", "maybe_unwritten", "condition_never", "deadline_without_way",
    "paid_out_early", "money_kept",
}  # fmt: skip
# And those of decision tables in ``table_checks``.
TABLE_CODES = {
    "table_size", "table_column", "table_way", "table_cells", "table_collect", "table_value",
    "table_gap", "table_overlap", "table_unreachable", "table_unchecked",
}  # fmt: skip
# And those of steps with work inside in ``items``, ``subcases`` and ``webhooks``.
NESTED_CODES = {
    "items_changed", "items_column", "items_outcome", "items_table", "subprocess_circle",
    "subprocess_field",
    "subprocess_kind", "subprocess_missing", "subprocess_result", "subprocess_unknown",
    "webhook_address", "webhook_path",
}  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]


class ActivateParameters(BaseModel):
    level: int = Field(1, ge=1, le=5)
    name: str
    mode: Literal["quick", "slow"] = "quick"
    texts: dict[str, str] = {}
    since: datetime | None = None


VOCABULARY = Vocabulary(
    kind="hiring",
    label=text("Hiring"),
    subject=None,
    stages=tuple(
        Stage(key, named(key), final=key in ("done", "refused"))
        for key in ("open", "checking", "done", "refused")
    ),
    actors=(Actor("applicant", text("Applicant"), lambda subject: ()),),
    variables=(Variable("applicant.score", "int", text("Score")),),
    events=(EventType("reported", text("Reported"), {"summary": "string", "points": "int"}),),
    actions=(
        ActionType(
            "activate",
            text("Activate"),
            ActivateParameters,
            {"at": "timestamp", "count": "int"},
            text("Nothing."),
            lambda context, parameters: {},
        ),
    ),
    personal_types=(
        PersonalType(
            "identity",
            text("Identity"),
            str,
            {"age": Derivation("int", text("Age"), lambda value, now: 30)},
        ),
    ),
    action_keys={
        key: named(key) for key in ("approve", "send_back", "resubmit", "yes", "no", "withdraw")
    },
)

SOUND: dict[str, Any] = {
    "key": "hiring",
    "kind": "hiring",
    "title": text("Hiring"),
    "constants": {"minimum": {"type": "int", "value": 2}},
    "fields": [
        field("role", "choice", options=choices("cook", "nanny"), default="cook"),
        field("years", "int", rules={"min": 0, "max": 60}),
        field("identity", "identity", required=True),
        field("guardian", "text", show_when={"cel": "data.identity.age < 18"}),
        field("note", "text", rules={"pattern": "[a-z ]*", "max_length": 200}),
        field("active_from", "datetime"),
        field("jobs", "table", columns=[field("employer", "text"), field("left", "date")]),
    ],
    "steps": [
        step("apply", "start", stage="open", who={"roles": ["customer"]}, next="split",
             form=[{"field": "role", "required": True}, {"field": "years"}, {"field": "jobs"},
                   {"field": "identity"}, {"field": "guardian"}]),
        step("split", "parallel", stage="checking", join="gather",
             branches=[{"to": "review"},
                       {"to": "report", "when": {"cel": "is_set.applicant.score"}}]),
        step("review", "task", who={"roles": ["reviewer"]},
             form=[{"field": "note"}, {"field": "role", "access": {"reviewer": "visible"}}],
             outcomes=[outcome("approve", "gather"),
                       outcome("send_back", "correct", requires=["note"])],
             deadline={"after": "P7D", "reminders": ["P2D"],
                       "escalations": [{"after": "P4D", "to": {"teams": ["leads"]}}]},
             notices=[{"on": "enter", "to": {"users": ["anna"]},
                       "subject": text("{case.number}"), "body": text("{data.years}")}]),
        step("report", "event", event="reported", save={"note": "summary"}, next="judge",
             deadline={"after": "P3D", "then": "refused"}),
        step("judge", "task", who={"roles": ["operator"]}, outcomes=[outcome("yes", "gather")]),
        step("gather", "join", stage="checking", next="decide"),
        step("correct", "task", stage="open", who={"actors": ["applicant"]},
             form=[{"field": "years"}], outcomes=[outcome("resubmit", "split")]),
        step("decide", "decision", otherwise="refused", on_error="vote",
             cases=[{"when": {"var": "data.years", "op": ">", "value": {"var":
                     "constants.minimum"}}, "to": "vote"}]),
        step("vote", "approval", who={"roles": ["operator"]}, rule={"mode": "n_of_m", "n": 2},
             outcomes=[outcome("yes", "activate", vote="for"),
                       outcome("no", "refused", vote="against", when={"cel": "true"})]),
        step("activate", "action", action="activate", next="pause", on_error="refused",
             parameters={"level": {"value": 2}, "name": {"cel": "data.note"},
                         "mode": {"value": "slow"}},
             save={"active_from": "at", "years": "count"}),
        step("pause", "timer", after="P1D", next="until"),
        step("until", "timer", until={"cel": "data.active_from + duration('1h')"}, next="tell"),
        step("tell", "notice", to={"actors": ["applicant"]}, subject=text("Welcome"),
             body=text("From {data.active_from}"), next="done"),
        step("done", "end", stage="done"),
        step("refused", "end", stage="refused"),
    ],
    "case_actions": [
        {"key": "withdraw", "label": text("Withdraw"), "who": {"actors": ["applicant"]},
         "when": {"cel": "case.stage != 'done'"}, "form": [{"field": "note"}], "to": "refused"}
    ],
}  # fmt: skip

COUNTS: Mapping[str, int] = {"customer": 9, "reviewer": 2, "operator": 3}
PEOPLE = People(in_role=COUNTS.get, in_team={"leads": 1, "empty": 0}.get, of_name={"anna": 1}.get)
GONE = object()


def put(data: Any, path: str, value: Any) -> None:
    """Set what ``path`` names: keys, indexes, or ids of list entries; ``+`` appends."""
    *way, last = path.split("/")
    for part in way:
        data = data[part] if isinstance(data, dict) else data[place(data, part)]
    if isinstance(data, dict):
        if value is GONE:
            del data[last]
        else:
            data[last] = value
    elif last == "+":
        data.append(value)
    elif value is GONE:
        del data[place(data, last)]
    else:
        data[place(data, last)] = value


def place(entries: list[Any], part: str) -> int:
    if part.isdigit():
        return int(part)
    return next(
        index for index, entry in enumerate(entries) if part in (entry.get("id"), entry.get("key"))
    )


def found(
    *changes: tuple[str, Any], languages: tuple[str, ...] = ("en",)
) -> list[tuple[str, str, str]]:
    data = copy.deepcopy(SOUND)
    for path, value in changes:
        put(data, path, value if value is GONE else copy.deepcopy(value))
    definition = parse(data)
    problems = check(definition, VOCABULARY, PEOPLE, languages=languages)
    plain(problems, definition, VOCABULARY)
    return [(problem.severity[0], problem.step, problem.code) for problem in problems]


def test_a_sound_definition_has_no_problem() -> None:
    assert found() == []


REVIEW, VOTE, ACT = "steps/review", "steps/vote", "steps/activate"
EXTRA = step("extra", "task", who={"roles": ["operator"]}, outcomes=[outcome("yes", "done")])
LOOP = step("ring", "notice", to={"roles": ["operator"]}, subject=text("x"), body=text("x"),
            next="decide")  # fmt: skip
CASES: list[tuple[str, str, tuple[tuple[str, Any], ...]]] = [
    # names and references
    ("kind_other", "e ", (("kind", "other"),)),
    ("step_id_repeated", "e done", (("steps/+", step("done", "end")),)),
    ("step_id_reserved", "e lock", (("steps/until/next", "lock"), ("steps/tell/id", "lock"))),
    ("step_id_reserved", "e if", (("steps/until/next", "if"), ("steps/tell/id", "if"))),
    ("step_id_invalid", "e x_path", (("steps/until/next", "x_path"), ("steps/tell/id", "x_path"))),
    ("step_id_invalid", "e a__b", (("steps/until/next", "a__b"), ("steps/tell/id", "a__b"))),
    ("start_missing", "e ", (("steps/apply", GONE),)),
    ("start_repeated", "e again",
     (("steps/+", step("again", "start", who={"roles": ["customer"]}, next="split")),)),
    ("end_missing", "e ",
     (("steps/done", EXTRA | {"id": "done", "outcomes": [outcome("yes", "tell")]}),
      ("steps/refused", EXTRA | {"id": "refused", "outcomes": [outcome("yes", "tell")]}))),
    ("unknown_step", "e review", ((f"{REVIEW}/outcomes/0/to", "nowhere"),)),
    ("unknown_step", "e ", (("case_actions/withdraw/to", "nowhere"),)),
    ("join_unknown", "e split", (("steps/split/join", "judge"),)),
    ("same_as_unfit", "e judge", (("steps/judge/who", {"same_as": "pause"}),)),
    ("not_by_unfit", "e judge", (("steps/judge/who/not_by", ["pause"]),)),
    ("not_by_later", "e judge", (("steps/judge/who/not_by", ["vote"]),)),
    ("nobody_left", "w vote",
     (("steps/vote/who", {"roles": ["reviewer"], "not_by": ["review"]}),)),
    ("field_repeated", "e ", (("fields/+", field("note", "text")),)),
    ("key_reserved", "e ", (("constants/for", {"type": "int", "value": 1}),)),
    ("case_action_repeated", "e ", (("case_actions/+", SOUND["case_actions"][0]),)),
    ("outcome_repeated", "e judge", (("steps/judge/outcomes/+", outcome("yes", "gather")),)),
    ("form_repeated", "e correct", (("steps/correct/form/+", {"field": "years"}),)),
    ("field_unknown", "e correct", (("steps/correct/form/+", {"field": "more"}),)),
    ("field_unknown", "e review", ((f"{REVIEW}/outcomes/0/requires", ["more"]),)),
    # shape
    ("unreachable", "e extra", (("steps/+", EXTRA),)),
    ("dead_end", "e trap",
     (("steps/+", EXTRA | {"id": "trap", "outcomes": [outcome("yes", "trap")]}),
      (f"{VOTE}/outcomes/+", outcome("withdraw", "trap")))),
    ("branch_never_joins", "e split",
     (("steps/split/branches/+", {"to": "extra"}), ("steps/+", EXTRA))),
    ("branch_empty", "e split", (("steps/split/branches/+", {"to": "gather"}),)),
    ("branches_mix", "e judge", ((f"{REVIEW}/outcomes/0/to", "judge"),)),
    ("join_unused", "e more", (("steps/+", step("more", "join", next="done")),
                               ("steps/pause/next", "more"), ("steps/more/next", "until"))),
    ("join_entered", "e vote", ((f"{VOTE}/outcomes/no/to", "gather"),)),
    ("into_block", "e vote", ((f"{VOTE}/outcomes/no/to", "judge"),)),
    ("leaves_block", "e sort", (("steps/report/next", "sort"), ("steps/+", step(
        "sort", "decision", otherwise="refused",
        cases=[{"when": {"cel": "true"}, "to": "judge"}])))),
    ("into_start", "e correct", (("steps/correct/outcomes/0/to", "apply"),)),
    ("into_start", "e ", (("case_actions/withdraw/to", "apply"),)),
    ("action_into_block", "e ", (("case_actions/withdraw/to", "judge"),)),
    ("action_into_block", "e ", (("case_actions/withdraw/to", "gather"),)),
    ("stage_in_block", "e split", (("steps/judge/stage", "open"),)),
    ("stage_after_final", "e tell", (("steps/tell/stage", "refused"),)),
    ("stage_after_final", "e vote", (("steps/vote/stage", "refused"),)),
    ("endless_loop", "e decide", (("steps/decide/otherwise", "ring"), ("steps/+", LOOP))),
    # A timer that fails has not waited.
    ("endless_loop", "e decide", (("steps/decide/otherwise", "until"),
                                  ("steps/until/on_error", "decide"))),
    # the vocabulary
    ("stage_unknown", "e done", (("steps/done/stage", "over"),)),
    ("event_unknown", "e report", (("steps/report/event", "rained"),)),
    ("action_unknown", "e activate", ((f"{ACT}/action", "fly"),)),
    ("parameter_unknown", "e activate", ((f"{ACT}/parameters/speed", {"value": 1}),)),
    ("parameter_missing", "e activate", ((f"{ACT}/parameters/name", GONE),)),
    ("parameter_value", "e activate", ((f"{ACT}/parameters/level", {"value": 6}),)),
    ("parameter_fixed", "e activate", ((f"{ACT}/parameters/texts", {"cel": "'x'"}),)),
    ("save_field", "e activate", ((f"{ACT}/save/more", "at"),)),
    ("save_result", "e activate", ((f"{ACT}/save/years", "sum"),)),
    ("save_personal", "e activate", ((f"{ACT}/save/identity", "at"),)),
    ("save_type", "e report", (("steps/report/save/note", "points"),)),
    ("action_key_unknown", "w judge", (("steps/judge/outcomes/0/key", "fine"),)),
    ("action_key_unknown", "w ", (("case_actions/withdraw/key", "leave"),)),
    # fields
    ("field_type", "e ", (("fields/note/type", "colour"), ("fields/note/rules", GONE),
                          (f"{ACT}/parameters/name", {"value": "x"}),
                          ("steps/report/save", {}))),
    ("field_type", "e ", (("fields/jobs/columns/left/type", "table"),)),
    ("field_type", "e ", (("fields/jobs/columns/left/type", "signature"),)),
    ("rule_unfit", "e ", (("fields/+", field("sign", "signature", rules={"types": ["image/gif"]})),
                          ("steps/correct/form/+", {"field": "sign"}))),
    ("default", "e ", (("fields/+", field("sign", "signature", default="x")),
                       ("steps/correct/form/+", {"field": "sign"}))),
    ("personal_type", "e ", (("fields/jobs/personal", True),)),
    ("columns", "e ", (("fields/jobs/columns", []),)),
    ("columns", "e ", (("fields/jobs/columns/left/key", "employer"),)),
    ("options", "e ", (("fields/years/options", choices("x")),)),
    ("options", "e ", (("fields/role/options", choices("cook", "cook")),)),
    ("rule_unfit", "e ", (("fields/years/rules/pattern", "x"),)),
    ("rule_limits", "e ", (("fields/years/rules/min", 61),)),
    ("rule_limits", "e ", (("fields/active_from/rules", {"min": "yesterday"}),)),
    ("rule_limits", "e ", (("fields/note/rules/min_length", 300),)),
    ("pattern", "e ", (("fields/note/rules/pattern", "("),)),
    ("default", "e ", (("fields/role/default", "baker"),)),
    ("default", "e ", (("fields/identity/default", "x"),)),
    ("default", "e ", (("fields/jobs/default", [{"boss": "x"}]),)),
    ("constant_value", "e ", (("constants/minimum/value", "two"),)),
    # expressions
    ("expression_type", "e decide", (("steps/decide/cases/0/when", {"cel": "data.years"}),)),
    ("expression_type", "e until", (("steps/until/until/cel", "data.years"),)),
    ("expression_type", "e judge", (("steps/judge/who", {"expression": {"cel": "1"}}),)),
    ("expression_type", "e activate", ((f"{ACT}/parameters/since", {"cel": "data.note"}),)),
    ("expression_unknown", "e split", (("steps/split/branches/1/when", {"cel": "data.x"}),)),
    ("expression_unknown", "e ", (("fields/guardian/show_when", {"cel": "data.identity"}),)),
    ("expression_syntax", "e ", (("case_actions/withdraw/when/cel", "&&"),)),
    ("expression_has", "e vote", ((f"{VOTE}/outcomes/no/when/cel", "has(data.note)"),)),
    ("expression_too_long", "e vote", ((f"{VOTE}/outcomes/no/when",
                                       {"any": [{"cel": "true" + " " * 1500}] * 2}),)),
    ("expression_too_complex", "e vote", ((f"{VOTE}/outcomes/no/when/cel", "(" * 40 + "true"
                                          + ")" * 40),)),
    ("condition_operator", "e decide", (("steps/decide/cases/0/when/op", "contains"),)),
    ("condition_value", "e decide", (("steps/decide/cases/0/when/value", "2"),)),
    ("show_when_later", "e ", (("fields/role/show_when", {"cel": "is_set.data.identity"}),)),
    # people
    ("who_missing", "e judge", (("steps/judge/who", {}),)),
    ("who_missing", "e tell", (("steps/tell/to", {}),)),
    ("actor_unknown", "e correct", (("steps/correct/who", {"actors": ["boss"]}),)),
    ("role_unknown", "e judge", (("steps/judge/who", {"roles": ["king"]}),)),
    ("team_unknown", "e review", ((f"{REVIEW}/deadline/escalations/0/to", {"teams": ["x"]}),)),
    ("user_unknown", "e review", ((f"{REVIEW}/notices/0/to", {"users": ["x"]}),)),
    ("start_who", "e apply", (("steps/apply/who/actors", ["applicant"]),)),
    ("access_unknown", "e review", ((f"{REVIEW}/form/1/access", {"king": "visible"}),)),
    ("pick_unfit", "e vote", ((f"{VOTE}/who/pick", "least_loaded"),)),
    ("pick_unfit", "e tell", (("steps/tell/to/pick", "least_loaded"),)),
    ("pick_unfit", "e ", (("case_actions/withdraw/who/pick", "least_loaded"),)),
    ("nobody", "w judge", (("steps/judge/who", {"teams": ["empty"]}),)),
    ("too_few_people", "w vote", ((f"{VOTE}/rule/n", 4),)),
    # tasks
    ("votes", "e vote", ((f"{VOTE}/outcomes/no/vote", GONE),)),
    ("deadline_order", "e report", (("steps/report/deadline/reminders", ["P3D"]),)),
    ("duration_zero", "e pause", (("steps/pause/after", "PT0S"),)),
    ("key_twice", "e judge", (("steps/judge/who", {"roles": ["reviewer"]}),
                              ("steps/judge/outcomes/0/key", "approve"))),
    ("key_twice", "e correct", (("steps/correct/outcomes/0/key", "withdraw"),)),
    ("unwritable", "e judge", (("steps/judge/outcomes/0/requires", ["active_from"]),)),
    ("unwritable", "e apply", (("steps/apply/form/0/access", {"customer": "visible"}),
                              ("steps/correct/form/+", {"field": "role"}))),
    ("field_unused", "w ", (("fields/+", field("more", "text")),)),
    # texts
    ("language_unknown", "w done", (("steps/done/title", {"en": "Done", "tlh": "rIn"}),)),
    ("placeholder", "e tell", (("steps/tell/body", text("{data.nothing}")),)),
    ("placeholder", "e done", (("steps/done/title", text("{data.jobs}")),)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "where", "changes"),
    CASES,
    ids=[f"{code}-{number}" for number, (code, _, _) in enumerate(CASES)],
)
def test_each_problem_is_found_alone(
    code: str, where: str, changes: tuple[tuple[str, Any], ...]
) -> None:
    severity, _, step_id = where.partition(" ")
    assert found(*changes) == [(severity, step_id, code)]


def test_a_missing_language_is_a_warning_for_each_step() -> None:
    problems = found(languages=("en", "zh-hans"))
    steps = [one["id"] for one in SOUND["steps"]]
    assert problems == [("w", step_id, "text_missing") for step_id in [*steps, ""]]


def test_a_shared_join_is_told_with_what_follows_from_it() -> None:
    second = step("second", "parallel", join="gather",
                  branches=[{"to": "extra"}, {"to": "more"}])  # fmt: skip
    people = {"who": {"roles": ["operator"]}}
    codes = found(
        ("steps/+", second),
        ("steps/+", step("extra", "task", **people, outcomes=[outcome("yes", "gather")])),
        ("steps/+", step("more", "task", **people, outcomes=[outcome("no", "gather")])),
        ("steps/decide/otherwise", "second"),
    )
    assert ("e", "gather", "join_shared") in codes


def test_people_are_not_looked_up_where_nobody_tells_of_them() -> None:
    data = copy.deepcopy(SOUND)
    put(data, "steps/judge/who", {"roles": ["king"]})
    assert check(parse(data), VOCABULARY) == []


def test_a_problem_names_its_step_and_says_what_to_do() -> None:
    data = copy.deepcopy(SOUND)
    put(data, "steps/decide/cases/0/when", {"cel": "data.yeers > 1"})
    put(data, "steps/vote/outcomes/no/to", "judge")
    assert [problem.message for problem in check(parse(data), VOCABULARY)] == [
        "Step “Vote”: “Judge” lies inside the parallel block of “Split”; lead to “Split” itself.",
        "Step “Decide”: case 1: “data.yeers” is not known here. Did you mean “Years”, written "
        "data.years?",
    ]


@pytest.mark.parametrize(
    ("changes", "english", "chinese"),
    [
        (
            (("steps/report/deadline/reminders", ["P3D"]),),
            "Step “Report”: a reminder or escalation after 3 days is not before the deadline of "
            "3 days, after which the step is left; make it shorter.",
            "步骤“Report”：3 日后的提醒或升级不早于3 日的期限，届时将离开此步骤；请缩短。",
        ),
        (
            (("steps/decide/cases/0/when/op", "contains"),),
            "Step “Decide”: case 1: “contains” does not go with “Years”, which is a whole number; "
            "use one of “is not”, “is below”, “is at most”, “is”, “is above”, “is at least”, "
            "“is one of”, “is none of”.",
            "步骤“Decide”：情形 1：“包含”不适用于“Years”，因为它是整数；请使用“不等于”、“小于”、"
            "“不大于”、“等于”、“大于”、“不小于”、“是其中之一”、“不是其中任何一个”之一。",
        ),
        (
            (("steps/judge/outcomes/0/requires", ["active_from"]),),
            "Step “Judge”: “Active from” is required here, but nobody can fill it in; make it "
            "editable here or before.",
            "步骤“Judge”：此处“Active from”必填，但无人可以填写；请在此处或之前设为可填写。",
        ),
    ],
)
def test_a_problem_is_told_in_the_words_of_the_reader(
    changes: tuple[tuple[str, Any], ...], english: str, chinese: str
) -> None:
    data = copy.deepcopy(SOUND)
    for path, value in changes:
        put(data, path, value)
    assert [one.message for one in check(parse(data), VOCABULARY)] == [english]
    with translation.override("zh-hans"):
        assert [one.message for one in check(parse(data), VOCABULARY)] == [chinese]


def test_nested_blocks_are_sound_and_their_borders_too() -> None:
    people = {"who": {"roles": ["operator"]}}
    nested = (
        ("steps/split/branches/1", {"to": "inner"}),
        ("steps/+", step("inner", "parallel", join="inner_join",
                         branches=[{"to": "report"}, {"to": "second"}])),
        ("steps/judge/outcomes/0/to", "inner_join"),
        ("steps/+", step("second", "task", **people, outcomes=[outcome("no", "inner_join")])),
        ("steps/+", step("inner_join", "join", next="gather")),
    )  # fmt: skip
    assert found(*nested) == []
    assert found(*nested, ("steps/second/outcomes/+", outcome("yes_out", "gather"))) == [
        ("e", "second", "join_entered"),
        ("w", "second", "action_key_unknown"),
    ]
    assert found(*nested, (f"{VOTE}/outcomes/no/to", "second")) == [("e", "vote", "into_block")]


def test_the_reserved_names_are_those_of_viewflow() -> None:
    """Fails when an upgrade gives flows a new attribute: add it, so that no step replaces it."""
    assert {name for name in dir(BaseFlow) if not name.startswith("_")} <= FLOW_ATTRIBUTES


def test_every_code_is_documented_and_has_a_case() -> None:
    table = (ROOT / "docs" / "checks.md").read_text()
    documented = set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE))
    here = {code for code, _, _ in CASES} | {"text_missing", "join_shared"}
    assert documented == here | FLOW_CODES | TABLE_CODES | NESTED_CODES


IDS = [one["id"] for one in SOUND["steps"]]
WAYS = [
    "steps/apply/next", "steps/split/branches/0/to", "steps/split/branches/1/to",
    "steps/review/outcomes/0/to", "steps/review/outcomes/1/to", "steps/report/next",
    "steps/report/deadline/then", "steps/judge/outcomes/0/to", "steps/gather/next",
    "steps/correct/outcomes/0/to", "steps/decide/otherwise", "steps/decide/on_error",
    "steps/decide/cases/0/to", "steps/vote/outcomes/yes/to", "steps/activate/next",
    "steps/activate/on_error", "steps/pause/next", "steps/until/next", "steps/tell/next",
    "case_actions/withdraw/to",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WAYS), st.sampled_from(IDS)), max_size=3))
def test_whatever_passes_the_check_compiles(rewired: list[tuple[str, str]]) -> None:
    """However ways are led, the check answers, and the compiler takes what it lets pass."""
    vocabulary.register(VOCABULARY)
    data = copy.deepcopy(SOUND)
    for path, target in rewired:
        put(data, path, target)
    definition = parse(data)
    problems = check(definition, VOCABULARY)
    if not has_errors(problems):
        flow = compile_flow(definition, name="hiring_v1_00000000")
        assert {node.name for node in flow.instance.nodes()} >= set(IDS)
