"""Forms: who sees what, what the schema says, and what is made of the answers."""

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.processor import busy_for
from workflows.engine.definition import ProcessDefinition, parse
from workflows.engine.expressions import environment
from workflows.engine.forms import StepForm, UploadFacts, access_for, compile_form
from workflows.engine.plain import PLAIN
from workflows.engine.refusals import ExpressionFailed, InvalidForm
from workflows.engine.variables import Facts
from workflows.engine.vocabulary import Derivation, PersonalType, Vocabulary

NOW = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
PDF, PNG, GONE = (str(uuid.UUID(int=number)) for number in (1, 2, 3))
UPLOADS = {PDF: UploadFacts("application/pdf", 90_000), PNG: UploadFacts("image/png", 5_000)}


def _birth_year(value: str) -> str:
    if not value.isdigit() or len(value) != 4:
        raise ValueError("Give the year in four digits.")
    return value


VOCABULARY = Vocabulary(
    kind="plain",
    label={"en": "Plain"},
    subject=None,
    stages=PLAIN.stages,
    personal_types=(
        PersonalType(
            "birth_year",
            {"en": "Year of birth"},
            _birth_year,
            {"age": Derivation("int", {"en": "Age"}, lambda value, now: now.year - int(value))},
        ),
    ),
)


def field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": {"en": key.title(), "zh-hans": "标签"}, **more}


def options(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": {"en": value.upper()}} for value in values]


def form_of(fields: list[dict[str, Any]], form: list[dict[str, Any]] | None = None) -> StepForm:
    asked = [{"field": one["key"]} for one in fields] if form is None else form
    definition: ProcessDefinition = parse(
        {
            "key": "p",
            "kind": "plain",
            "title": {"en": "P"},
            "fields": fields,
            "steps": [
                {"id": "s", "kind": "start", "title": {"en": "S"}, "who": {}, "form": asked,
                 "next": "e"},
                {"id": "e", "kind": "end", "title": {"en": "E"}},
            ],
        }
    )  # fmt: skip
    start = definition.steps[0]
    assert start.kind == "start"
    return compile_form(start.form, definition, VOCABULARY, environment(definition, VOCABULARY))


def validate(form: StepForm, data: object, held: Mapping[str, object] | None = None, **more: Any):
    return form.validate(
        data,
        actor_keys=more.pop("keys", {"applicant"}),
        facts=Facts(now=NOW, data=held or {}, **more.pop("facts", {})),
        find_upload=UPLOADS.get,
        **more,
    )


def errors(form: StepForm, data: object, held: Mapping[str, object] | None = None, **more: Any):
    with pytest.raises(InvalidForm) as refused:
        validate(form, data, held, **more)
    return [(error["loc"], error["type"]) for error in refused.value.errors]


# --- access ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("access", "keys", "expected"),
    [
        ({"*": "editable"}, set(), "editable"),
        ({"*": "editable", "applicant": "visible"}, {"applicant"}, "visible"),
        ({"reviewer": "visible", "lead": "editable"}, {"reviewer", "lead"}, "editable"),
        ({"reviewer": "hidden", "lead": "visible"}, {"lead", "reviewer"}, "visible"),
        ({"reviewer": "editable"}, {"applicant"}, "hidden"),
        ({"reviewer": "hidden", "*": "editable"}, {"reviewer"}, "hidden"),
    ],
)
def test_the_most_permissive_named_key_wins(
    access: dict[str, Any], keys: set[str], expected: str
) -> None:
    assert access_for(access, keys) == expected


def test_hidden_fields_are_absent_and_visible_ones_read_only() -> None:
    form = form_of(
        [field("a", "text"), field("b", "text"), field("c", "int")],
        [
            {"field": "c", "access": {"reviewer": "hidden", "*": "editable"}},
            {"field": "a", "access": {"reviewer": "visible"}},
            {"field": "b", "required": True},
        ],
    )
    described = form.describe(
        actor_keys={"reviewer"}, language="zh-hans", facts=Facts(now=NOW, data={"a": "x", "c": 1})
    )
    assert described["ui"]["order"] == ["a", "b"]
    assert described["schema"]["properties"]["a"] == {
        "title": "标签", "type": "string", "maxLength": 500, "readOnly": True,
    }  # fmt: skip
    assert described["schema"]["required"] == ["b"]
    assert described["data"] == {"a": "x"}
    assert errors(form, {"a": "y", "b": "z", "c": 1, "d": 1}, keys={"reviewer"}) == [
        (["data", "a"], "read_only"),
        (["data", "c"], "unknown_field"),
        (["data", "d"], "unknown_field"),
    ]


def test_the_form_speaks_the_asked_language_and_falls_back_to_english() -> None:
    form = form_of([field("a", "choice", options=options("x"), help={"en": "Help"})])

    def title_in(language: str) -> list[str]:
        described = form.describe(actor_keys=(), language=language, facts=Facts(now=NOW))
        schema, hint = described["schema"]["properties"]["a"], described["ui"]["fields"]["a"]
        return [schema["title"], schema["description"], hint["options"][0]["label"]]

    assert title_in("zh-hans") == ["标签", "Help", "X"]
    assert title_in("de") == ["A", "Help", "X"]


# --- required, defaults, what the case has already ------------------------------------------


def test_required_looks_at_what_the_case_has_already() -> None:
    form = form_of([field("a", "text", required=True), field("b", "text")])
    assert errors(form, {"b": "x"}) == [(["data", "a"], "missing")]
    assert validate(form, {"b": "x"}, {"a": "held"}).values == {"b": "x"}
    assert errors(form, {"a": ""}, {"a": "held"}) == [(["data", "a"], "missing")]
    assert errors(form, {"a": "   "}) == [(["data", "a"], "missing")]
    assert errors(form, {"a": None}) == [(["data", "a"], "missing")]


def test_a_steps_form_overrides_required() -> None:
    fields = [field("a", "text", required=True), field("b", "text")]
    form = form_of(fields, [{"field": "a", "required": False}, {"field": "b", "required": True}])
    assert errors(form, {}) == [(["data", "b"], "missing")]


def test_an_outcome_can_require_more() -> None:
    form = form_of([field("a", "text"), field("b", "text")], [{"field": "a"}])
    assert errors(form, {}, requires=["a", "b"]) == [
        (["data", "a"], "missing"),
        (["data", "b"], "missing"),
    ]
    assert validate(form, {"a": "x"}, {"b": "y"}, requires=["a", "b"]).values == {"a": "x"}
    # What was answered once is no answer to this.
    held = {"a": "before", "b": "y"}
    assert errors(form, {}, held, requires=["a", "b"]) == [(["data", "a"], "missing")]


def test_a_default_fills_the_form_and_nothing_else() -> None:
    form = form_of([field("a", "int", default=3)])
    facts = Facts(now=NOW)
    described = form.describe(actor_keys=(), language="en", facts=facts)
    assert (described["data"], described["schema"]["properties"]["a"]["default"]) == ({"a": 3}, 3)
    assert validate(form, {}).values == {}


# --- fields that are asked only sometimes ---------------------------------------------------

SOMETIMES = [
    field("kind", "choice", options=options("person", "company"), required=True),
    field("name", "text", required=True,
          show_when={"var": "data.kind", "op": "==", "value": "company"}),
    field("branch", "text", show_when={"var": "data.name", "op": "is_set"}),
]  # fmt: skip


def test_a_field_is_required_only_where_it_is_asked() -> None:
    form = form_of(SOMETIMES)
    assert validate(form, {"kind": "person"}).values == {"kind": "person"}
    assert errors(form, {"kind": "company"}) == [(["data", "name"], "missing")]
    # Nothing is asked about a kind that is not chosen: one error and not two.
    assert errors(form, {}) == [(["data", "kind"], "missing")]


def test_what_is_not_asked_is_refused_and_what_is_held_is_cleared() -> None:
    form = form_of(SOMETIMES)
    assert errors(form, {"kind": "person", "name": "ACME"}) == [(["data", "name"], "not_shown")]
    held = {"kind": "company", "name": "ACME", "branch": "South"}
    assert validate(form, {"kind": "person"}, held).values == {
        "kind": "person",
        "name": None,
        "branch": None,
    }


def test_the_hints_say_what_is_asked_now() -> None:
    form = form_of(SOMETIMES)
    described = form.describe(
        actor_keys=(), language="en", facts=Facts(now=NOW, data={"kind": "company"})
    )
    fields = described["ui"]["fields"]
    assert {key: fields[key]["shown"] for key in fields} == {
        "kind": True, "name": True, "branch": False,
    }  # fmt: skip
    assert fields["name"]["show_when"] == {"var": "data.kind", "op": "==", "value": "company"}
    assert described["schema"]["required"] == ["kind"]


def test_a_condition_that_fails_otherwise_is_not_taken_for_no() -> None:
    form = form_of([field("n", "int"), field("a", "text", show_when={"cel": "1 / data.n > 0"})])
    with pytest.raises(ExpressionFailed):
        validate(form, {"n": 0})


# --- personal fields ------------------------------------------------------------------------

PERSONAL = [
    field("born", "birth_year", required=True),
    field("guardian", "text", required=True, show_when={"cel": "data.born.age < 18"}),
    field("secret", "text", personal=True),
]


def test_personal_values_are_apart_and_their_derivations_are_known_at_once() -> None:
    form = form_of(PERSONAL)
    adult = validate(form, {"born": " 1990 ", "secret": "s"})
    assert adult.personal == {"born": "1990", "secret": "s"}
    assert adult.values == {}
    assert errors(form, {"born": "2015"}) == [(["data", "guardian"], "missing")]


def test_a_personal_value_is_never_in_the_form() -> None:
    form = form_of(PERSONAL)
    held = {"born": "3f6c", "secret": "9a1b"}
    facts = Facts(now=NOW, data=held, derived={"born.age": 36})
    described = form.describe(actor_keys=(), language="en", facts=facts)
    assert described["data"] == {}
    assert "3f6c" not in str(described)
    assert described["ui"]["fields"]["born"]["is_set"] is True
    assert described["schema"]["properties"]["born"]["writeOnly"] is True
    assert described["schema"]["required"] == []
    assert validate(form, {}, held, facts={"derived": {"born.age": 36}}).personal == {}


def test_a_personal_types_own_words_reach_the_person() -> None:
    with pytest.raises(InvalidForm) as refused:
        validate(form_of(PERSONAL), {"born": "90"})
    assert refused.value.errors == [
        {
            "loc": ["data", "born"],
            "type": "personal_value",
            "msg": "Give the year in four digits.",
        }
    ]


# --- values ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "value", "kept"),
    [
        ({"type": "text"}, "  hello ", "hello"),
        ({"type": "long_text"}, "a\r\nb", "a\nb"),
        ({"type": "text", "rules": {"pattern": "[A-Z]{2}[0-9]+"}}, "AB12", "AB12"),
        ({"type": "int", "rules": {"min": 0, "max": 5}}, 5, 5),
        ({"type": "int"}, -3, -3),
        ({"type": "money"}, 1999, 1999),
        ({"type": "date", "rules": {"min": "2026-01-01"}}, "2026-01-01", "2026-01-01"),
        ({"type": "time", "rules": {"max": "18:00"}}, "18:00", "18:00"),
        ({"type": "datetime"}, "2026-12-01T10:00:00+08:00", "2026-12-01T10:00:00+08:00"),
        ({"type": "choice", "options": options("x", "y")}, "y", "y"),
        ({"type": "choices", "options": options("x", "y")}, ["y", "x"], ["y", "x"]),
        ({"type": "boolean"}, False, False),
        ({"type": "file"}, PDF, PDF),
        ({"type": "photo"}, PNG.upper(), PNG),
        ({"type": "location"}, {"lat": 31.2, "lng": 121}, {"lat": 31.2, "lng": 121}),
        ({"type": "location"}, {"lat": 31.2, "lng": 121, "crs": "wgs84"},
         {"lat": 31.2, "lng": 121}),
        ({"type": "location"}, {"lat": 31.17530398, "lng": 121.53154186, "crs": "gcj02"},
         {"lat": 31.177428, "lng": 121.527211}),
        ({"type": "table", "columns": [field("n", "int", required=True), field("t", "text")]},
         [{"n": 1, "t": " x "}, {"n": 2}], [{"n": 1, "t": "x"}, {"n": 2}]),
    ],
)  # fmt: skip
def test_values_that_fit(spec: dict[str, Any], value: object, kept: object) -> None:
    form = form_of([{**field("a", "text"), **spec}])
    assert validate(form, {"a": value}).values == {"a": kept}


@pytest.mark.parametrize(
    ("spec", "value", "kind"),
    [
        ({"type": "text"}, 3, "string_type"),
        ({"type": "text"}, "a\nb", "string_characters"),
        ({"type": "text"}, "a\0b", "string_characters"),
        ({"type": "text"}, "\ud800", "string_characters"),
        ({"type": "text"}, "x" * 501, "string_too_long"),
        ({"type": "text", "rules": {"min_length": 3}}, "ab", "string_too_short"),
        ({"type": "text", "rules": {"pattern": "[A-Z]+"}}, "ABc", "string_pattern"),
        ({"type": "long_text"}, "x" * 10_001, "string_too_long"),
        ({"type": "int"}, True, "int_type"),
        ({"type": "int"}, 1.0, "int_type"),
        ({"type": "int"}, "1", "int_type"),
        ({"type": "int", "rules": {"min": 0}}, -1, "too_small"),
        ({"type": "int"}, 2**53, "too_great"),
        ({"type": "money"}, -1, "too_small"),
        ({"type": "date"}, "2026-02-30", "date_type"),
        # Midnight of this day in Shanghai is before the first instant there is.
        ({"type": "date"}, "0001-01-01", "date_type"),
        ({"type": "datetime"}, "0001-01-01T00:00:00+08:00", "datetime_type"),
        ({"type": "datetime"}, "9999-12-31T23:00:00Z", "datetime_type"),
        ({"type": "date"}, "20260201", "date_type"),
        ({"type": "date", "rules": {"min": "2026-01-01"}}, "2025-12-31", "too_early"),
        ({"type": "time"}, "24:00", "time_type"),
        ({"type": "time", "rules": {"max": "18:00"}}, "18:01", "too_late"),
        ({"type": "datetime"}, "2026-12-01T10:00:00", "datetime_type"),
        ({"type": "choice", "options": options("x")}, "z", "choice"),
        ({"type": "choice", "options": options("x")}, ["x"], "choice"),
        ({"type": "choices", "options": options("x")}, ["z"], "choices"),
        ({"type": "choices", "options": options("x")}, ["x", "x"], "choices_repeated"),
        ({"type": "choices", "options": options("x", "y"), "rules": {"min_length": 2}}, ["x"],
         "too_few"),
        ({"type": "choices", "options": options("x", "y"), "rules": {"max_length": 1}},
         ["x", "y"], "too_many"),
        ({"type": "boolean"}, 1, "bool_type"),
        ({"type": "file"}, "nope", "upload_id"),
        ({"type": "file"}, GONE, "upload_missing"),
        ({"type": "file", "rules": {"types": ["image/png"]}}, PDF, "upload_type"),
        ({"type": "file", "rules": {"max_size": 80_000}}, PDF, "upload_size"),
        ({"type": "photo"}, PDF, "upload_type"),
        ({"type": "location"}, {"lat": 31.2}, "location"),
        ({"type": "table", "columns": [field("n", "int")]}, {"n": 1}, "table"),
        ({"type": "table", "columns": [field("n", "int")]}, [{"n": 1}] * 201, "rows"),
        ({"type": "birth_year"}, 1990, "string_type"),
    ],
)  # fmt: skip
def test_values_that_do_not_fit(spec: dict[str, Any], value: object, kind: str) -> None:
    form = form_of([{**field("a", "text"), **spec}])
    assert errors(form, {"a": value}) == [(["data", "a"], kind)]


def test_where_in_a_value_it_does_not_fit() -> None:
    columns = [field("n", "int", required=True), field("f", "file")]
    form = form_of([field("rows", "table", columns=columns), field("place", "location")])
    data = {"rows": [{"n": "x", "more": 1}, {"n": 1, "f": GONE}, {}, 3],
            "place": {"lat": 91, "lng": float("nan")}}  # fmt: skip
    assert errors(form, data) == [
        (["data", "rows", 0, "more"], "unknown_field"),
        (["data", "rows", 0, "n"], "int_type"),
        (["data", "rows", 1, "f"], "upload_missing"),
        (["data", "rows", 2, "n"], "missing"),
        (["data", "rows", 3], "row"),
        (["data", "place", "lat"], "location"),
    ]
    unknown = {"place": {"lat": 31, "lng": 121, "crs": "bd09"}}
    assert errors(form, unknown) == [(["data", "place", "crs"], "location")]


@pytest.mark.parametrize("data", [None, [], "x", 3])
def test_answers_that_are_no_object(data: object) -> None:
    assert errors(form_of([field("a", "text")]), data) == [(["data"], "dict_type")]


def test_the_uploads_of_all_fields_are_named() -> None:
    columns = [field("scan", "file"), field("n", "int")]
    form = form_of([field("photo", "photo"), field("rows", "table", columns=columns)])
    cleaned = validate(form, {"photo": PNG, "rows": [{"scan": PDF, "n": 1}, {"n": 2}]})
    assert cleaned.uploads == (PNG, PDF)


def test_an_unlucky_pattern_does_not_hold_up_the_worker() -> None:
    form = form_of([field("a", "text", rules={"pattern": "(a+)+"})])
    with busy_for(0.5):
        assert errors(form, {"a": "a" * 400 + "!"}) == [(["data", "a"], "string_pattern")]


def test_a_form_is_validated_in_microseconds() -> None:
    form = form_of([field(f"f{number}", "text") for number in range(20)])
    data = {f"f{number}": "answer" for number in range(20)}
    # About 100 µs on the machine it was written on; the bound leaves room for a busy one.
    with busy_for(100 * 2e-3):
        for _ in range(100):
            validate(form, data)


# --- the schema and the validation agree ----------------------------------------------------

WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
CHOICES = ["red", "green", "blue"]


def _answers(spec: dict[str, Any]) -> st.SearchStrategy[Any]:
    rules = spec.get("rules", {})
    match spec["type"]:
        case "text" | "long_text":
            return WORDS.map(lambda text: (text * 3)[: rules.get("max_length", 24)])
        case "int" | "money":
            return st.integers(rules.get("min", 0), rules.get("max", 10**9))
        case "date":
            return st.dates(date(2000, 1, 1), date(2030, 1, 1)).map(str)
        case "time":
            return st.times().map(lambda moment: moment.strftime("%H:%M"))
        case "datetime":
            days = st.dates(date(2000, 1, 1), date(2030, 1, 1))
            times = st.times(timezones=st.just(UTC))
            moments = st.builds(datetime.combine, days, times)
            return moments.map(lambda moment: moment.replace(microsecond=0).isoformat())
        case "choice":
            return st.sampled_from(CHOICES)
        case "choices":
            return st.lists(st.sampled_from(CHOICES), min_size=1, unique=True)
        case "boolean":
            return st.booleans()
        case "file":
            return st.sampled_from([PDF, PNG])
        case "photo" | "signature":
            return st.just(PNG)
        case "location":
            return st.fixed_dictionaries({"lat": st.floats(-90, 90), "lng": st.floats(-180, 180)})
        case "birth_year":
            return st.integers(1900, 2020).map(str)
    columns = {column["key"]: _answers(column) for column in spec["columns"]}
    return st.lists(st.fixed_dictionaries(columns), min_size=1, max_size=3)


@st.composite
def _specs(draw: st.DrawFn, key: str, kinds: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(kinds))
    spec = field(key, kind, required=draw(st.booleans()))
    if kind in ("choice", "choices"):
        spec["options"] = options(*CHOICES)
    if kind in ("int", "money"):
        spec["rules"] = draw(st.sampled_from([{}, {"min": 3}, {"min": 1, "max": 9}]))
    if kind in ("text", "long_text"):
        spec["rules"] = draw(st.sampled_from([{}, {"min_length": 1, "max_length": 5}]))
    if kind == "table":
        inner = [
            kind for kind in kinds if kind not in ("table", "location", "signature", "birth_year")
        ]
        spec["columns"] = [draw(_specs(f"c{number}", inner)) for number in range(2)]
    return spec


KINDS = ["text", "long_text", "int", "money", "date", "time", "datetime", "choice", "choices",
         "boolean", "file", "photo", "signature", "location", "birth_year", "table"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_schema_and_the_validation_agree(data: st.DataObject) -> None:
    fields = [data.draw(_specs(f"f{number}", KINDS)) for number in range(3)]
    form = form_of(fields)
    schema = form.describe(actor_keys=(), language="en", facts=Facts(now=NOW))["schema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    answers = {
        spec["key"]: data.draw(_answers(spec))
        for spec in fields
        if spec["required"] or data.draw(st.booleans())
    }
    assert list(validator.iter_errors(answers)) == []
    cleaned = validate(form, answers)
    assert {**cleaned.values, **cleaned.personal} == answers

    needed = [spec["key"] for spec in fields if spec["required"]]
    for key in needed:
        lacking = {other: value for other, value in answers.items() if other != key}
        assert [error.validator for error in validator.iter_errors(lacking)] == ["required"]
        assert errors(form, lacking) == [(["data", key], "missing")]
    wrong = {**answers, fields[0]["key"]: {"no": "such value"}}
    assert list(validator.iter_errors(wrong)) != []
    assert errors(form, wrong)[0][0][:2] == ["data", fields[0]["key"]]
