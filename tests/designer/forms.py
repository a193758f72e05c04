"""The forms of a definition's parts, filled in as a browser without JavaScript does it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.designer.pages import posted, read
from tests.designer.sampler import SAMPLER
from workflows.designer.forms import (
    PartForm,
    UnknownPart,
    new_part,
    part_form,
    put_part,
    remove_part,
)
from workflows.designer.forms.asked import CASE_ACTION, STEPS
from workflows.designer.forms.asked.fields import COLUMN, FIELD
from workflows.designer.forms.parts import find_part, paths
from workflows.engine.definition import CaseAction, Column, FieldDefinition, Step, parse

pytestmark = pytest.mark.django_db

Definition = dict[str, Any]
PROCESSES = [
    "orders/processes/order.json",
    "complaints/processes/complaint.json",
    "onboarding/processes/onboarding.json",
    "onboarding/processes/certificate-renewal.json",
]


def default(path: str) -> Definition:
    return json.loads((Path("workflows") / path).read_text())


def sent(definition: Definition, path: str, language: str = "en", **changes: Any) -> PartForm:
    """The form of a part, sent back with ``changes`` by the names of controls."""
    fragment = part_form(definition, path, language=language).html()
    return again(definition, path, fragment, language, **changes)


def again(
    definition: Definition, path: str, fragment: str, language: str = "en", **changes: Any
) -> PartForm:
    unknown = set(changes) - read(fragment).loose.names - {"do"}
    assert not unknown, f"There is no {unknown}."
    data = posted(fragment, **changes)
    return part_form(definition, path, language=language, posted=data)


def step(definition: Definition, step_id: str) -> Definition:
    return next(one for one in definition["steps"] if one["id"] == step_id)


@pytest.mark.parametrize(
    ("path", "language"),
    [*((path, "en") for path in [*PROCESSES, "sampler"]), ("sampler", "zh-hans")],
)
def test_opening_and_saving_any_part_changes_nothing(path: str, language: str) -> None:
    definition = SAMPLER if path == "sampler" else default(path)
    for part in paths(definition):
        form = sent(definition, part, language)
        assert form.errors == {}, part
        assert put_part(definition, part, form.part) == definition, part


def test_the_sampler_is_a_definition() -> None:
    parse(SAMPLER)


def test_what_can_be_read_is_told_no_problems() -> None:
    for part in paths(SAMPLER):
        assert "still need" not in part_form(SAMPLER, part, language="en").html(), part


def test_every_property_of_every_kind_of_part_is_asked() -> None:
    kinds = {model.model_fields["kind"].annotation: model for model in Step.__args__[0].__args__}
    models = {one.__args__[0]: model for one, model in kinds.items()}
    assert models.keys() == STEPS.keys()
    for kind, model in models.items():
        asked = {field.key for field in STEPS[kind].fields}
        assert asked == set(model.model_fields) - {"kind"}, kind
    assert {field.key for field in CASE_ACTION.fields} == set(CaseAction.model_fields)
    assert {field.key for field in FIELD.fields} == set(FieldDefinition.model_fields)
    assert {field.key for field in COLUMN.fields} == set(Column.model_fields)


def test_money_is_entered_in_yuan() -> None:
    form = sent(SAMPLER, "fields/fee", **{"rules-max": "99.95", "default": "¥1,200"})
    assert form.part["rules"] == {"min": 1, "max": 9995}
    assert form.part["default"] == 120000
    form = sent(SAMPLER, "fields/fee", default="1.234")
    assert form.errors == {"default": "Give an amount in yuan, such as 12.50."}
    assert 'value="1.234"' in form.html()
    assert 'aria-invalid="true"' in form.html()
    assert 'aria-describedby="part-default-error"' in form.html()


def test_durations_are_a_number_and_a_unit() -> None:
    names = {"deadline-after": "3", "deadline-after-unit": "W", "deadline-reminders-1": "37"}
    deadline = sent(SAMPLER, "steps/look", **names).part["deadline"]
    assert deadline["after"] == "P3W"
    assert deadline["reminders"] == ["PT24H", "PT37H", "PT90M"]
    form = sent(SAMPLER, "steps/look", **{"deadline-after": "two"})
    assert form.errors == {"deadline-after": "Give a whole number, such as 2, and its unit."}


def test_rows_are_added_moved_copied_and_removed_without_saving() -> None:
    form = sent(SAMPLER, "steps/look", do="add:outcomes")
    assert not form.saves
    assert [one["key"] for one in form.part["outcomes"]] == ["ok", "no", "done"]
    form = again(SAMPLER, "steps/look", form.html(), do="up:outcomes-2")
    assert [one["key"] for one in form.part["outcomes"]] == ["ok", "done", "no"]
    form = again(SAMPLER, "steps/look", form.html(), do="remove:outcomes-0")
    form = again(SAMPLER, "steps/look", form.html(), do="copy:outcomes-0")
    form = again(SAMPLER, "steps/look", form.html(), do="save")
    assert form.saves and form.is_valid()
    assert [one["key"] for one in form.part["outcomes"]] == ["done", "done_2", "no"]
    # What no control shows stays with its row.
    assert form.part["outcomes"][2] == step(SAMPLER, "look")["outcomes"][1]


def test_a_condition_becomes_a_formula_and_comes_back() -> None:
    form = sent(SAMPLER, "fields/name", do="remove:show_when-parts-6")
    form = again(SAMPLER, "fields/name", form.html(), do="formula:show_when")
    formula = form.part["show_when"]["cel"]
    assert formula.startswith("(data.years >= 2 && (data.kind in ['person', 'firm']")
    form = again(SAMPLER, "fields/name", form.html(), do="build:show_when")
    lines = form.part["show_when"]["all"]
    assert lines[:4] == SAMPLER["fields"][0]["show_when"]["all"][:4]
    # The same instant, written in UTC.
    assert lines[4]["value"] == "2026-01-01T19:04:05.000000Z"


def test_a_formula_that_says_more_than_the_builder_stays() -> None:
    cel = "size(data.name) > 3"
    definition = put_part(
        SAMPLER, "fields/name", {**SAMPLER["fields"][0], "show_when": {"cel": cel}}
    )
    form = sent(definition, "fields/name", do="build:show_when")
    assert form.part["show_when"] == {"cel": cel}
    assert "says more than the builder can show" in form.html()


def test_a_line_of_a_condition_changes_its_variable_and_asks_for_a_value() -> None:
    when = {"var": "data.years", "op": ">", "value": 2}
    definition = put_part(SAMPLER, "fields/name", {**SAMPLER["fields"][0], "show_when": when})
    form = sent(definition, "fields/name", **{"show_when-var": "data.kind", "show_when-op": "=="})
    assert form.errors == {"show_when-value": "Say what it is compared with."}
    fragment = form.html()
    assert read(fragment).loose.offers["show_when-value"] == ["", "person", "firm"]
    form = again(definition, "fields/name", fragment, **{"show_when-value": "firm"})
    assert form.part["show_when"] == {"var": "data.kind", "op": "==", "value": "firm"}


def test_cells_of_a_decision_table_follow_their_columns() -> None:
    form = sent(SAMPLER, "steps/rate", do="up:inputs-1")
    assert form.part["rows"][0]["cells"] == [
        {"op": "==", "value": "person"},
        {"min": 1, "below": 5},
        None,
    ]
    form = again(SAMPLER, "steps/rate", form.html(), do="remove:outputs-0")
    assert [row.get("values") for row in form.part["rows"]] == [[12345], [0], [None]]
    form = again(SAMPLER, "steps/rate", form.html(), **{"rows-0-values-0": "7.50"})
    assert form.part["rows"][0]["values"] == [750]


def test_a_cell_changes_its_operator() -> None:
    form = sent(SAMPLER, "steps/rate", **{"rows-2-cells-0-op": ">=", "do": "show:rows"})
    assert 'name="rows-2-cells-0-value"' in form.html()
    form = again(SAMPLER, "steps/rate", form.html(), **{"rows-2-cells-0-value": "4"})
    assert form.part["rows"][2]["cells"][0] == {"op": ">=", "value": 4}


def test_a_renamed_step_is_renamed_wherever_it_is_named() -> None:
    form = sent(SAMPLER, "steps/refused", id="turned_down")
    definition = put_part(SAMPLER, "steps/refused", form.part)
    words = json.dumps(definition)
    assert words.count('"turned_down"') == json.dumps(SAMPLER).count('"refused"') - 1
    # The result of the other process is a word of its own.
    assert step(definition, "sub")["results"] == [{"result": "refused", "to": "turned_down"}]


def test_a_renamed_field_is_renamed_in_conditions_texts_and_forms() -> None:
    form = sent(SAMPLER, "fields/years", key="age")
    definition = put_part(SAMPLER, "fields/years", form.part)
    assert "data.years" not in json.dumps(definition)
    assert step(definition, "apply")["form"][2]["field"] == "age"
    assert step(definition, "ask")["save"] == {"age": "a.b.0"}
    assert step(definition, "look")["outcomes"][0]["requires"] == ["age", "kind"]
    assert "{data.age}" in definition["steps"][0]["notices"][0]["body"]["en"]
    assert parse(definition)


def test_an_id_that_is_taken_is_refused() -> None:
    form = sent(SAMPLER, "steps/look", id="vote")
    assert form.errors == {"id": "Another one has this name already; choose a different one."}


def test_the_id_of_a_new_step_comes_from_its_title() -> None:
    definition, path = new_part(SAMPLER, "steps", "task", after="apply")
    assert step(definition, "apply")["next"] == "task"
    assert step(definition, "task")["outcomes"][0]["to"] == "look"
    form = sent(definition, path, **{"title-en": "Measure the rooms!"})
    definition = put_part(definition, path, form.part)
    assert step(definition, "apply")["next"] == "measure_the_rooms"


def test_a_name_that_nobody_gave_goes_with_the_one_that_somebody_did() -> None:
    """Who writes English alone leaves no Chinese name of something else behind."""
    made, path = new_part(SAMPLER, "fields", "money")
    first = part_form(made, path, language="en").part["label"]
    assert first == {"en": "New amount of money", "zh-hans": "新金额"}

    def called(**boxes: str) -> object:
        return sent(made, path, **boxes).part["label"]

    assert called(**{"label-en": "Deposit"}) == {"en": "Deposit"}
    both = {"label-en": "Deposit", "label-zh-hans": "押金"}
    assert called(**both) == {"en": "Deposit", "zh-hans": "押金"}
    # What somebody wrote stays, whatever is changed beside it.
    written = put_part(
        made, path, {**find_part(made, path), "label": {"en": "Fee", "zh-hans": "费用"}}
    )
    kept = sent(written, path, **{"label-en": "Charge"}).part["label"]
    assert kept == {"en": "Charge", "zh-hans": "费用"}


def test_a_step_called_by_the_vocabulary_loses_that_name_in_every_language() -> None:
    definition = {**SAMPLER, "kind": "order"}
    made, path = new_part(definition, "steps", "action:offer_order", after="apply")
    first = find_part(made, path)["title"]
    assert first["en"] and first["zh-hans"]
    called = sent(made, path, **{"title-en": "Give it back"}).part["title"]
    assert called == {"en": "Give it back"}


@pytest.mark.parametrize("kind", sorted(STEPS))
def test_new_steps_can_be_read_but_for_what_only_a_person_knows(kind: str) -> None:
    definition, path = new_part(SAMPLER, "steps", kind, after="apply")
    form = sent(definition, path)
    if kind not in {"webhook", "action", "event", "subprocess"}:
        parse(definition)
        assert form.is_valid()
    assert put_part(definition, path, form.part) == definition


def test_a_new_parallel_block_is_whole() -> None:
    definition, path = new_part(SAMPLER, "steps", "parallel", after="apply")
    block = step(definition, "parallel")
    assert path == "steps/parallel"
    assert [branch["to"] for branch in block["branches"]] == ["task", "task_2"]
    assert step(definition, block["join"])["next"] == "look"
    assert step(definition, "task_2")["outcomes"][0]["to"] == block["join"]


def test_ways_to_a_removed_step_lead_to_where_it_led() -> None:
    definition = remove_part(SAMPLER, "steps/vote")
    assert step(definition, "look")["outcomes"][0]["to"] == "choose"
    assert "same_as" in json.dumps(definition)
    definition = remove_part(SAMPLER, "steps/apply")
    assert "same_as" not in json.dumps(definition)
    definition = remove_part(SAMPLER, "fields/name")
    assert [one["field"] for one in step(definition, "look")["form"]] == ["kind", "years"]


def test_there_is_no_form_of_what_is_not_there() -> None:
    for path in ("steps/nobody", "fields/", "", "nonsense", "steps"):
        with pytest.raises(UnknownPart):
            part_form(SAMPLER, path, language="en")
    with pytest.raises(UnknownPart):
        new_part(SAMPLER, "steps", "spell")


EVIL = "<script>alert(1)</script>{{ settings.SECRET_KEY }}{% debug %}\"'>"


def poisoned(value: Any, key: str = "") -> Any:
    """Every text that people write, replaced by one that would act if it were let out."""
    if isinstance(value, Mapping):
        if "en" in value:
            return dict.fromkeys(value, EVIL)
        return {name: poisoned(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one) for one in value]
    written = key in {"note", "cel", "result", "url", "pattern"}
    return EVIL if written and isinstance(value, str) else value


def test_markup_and_template_code_in_every_text_come_out_as_text() -> None:
    definition = poisoned(SAMPLER)
    for path in paths(definition):
        fragment = part_form(definition, path, language="en").html()
        assert "<script>" not in fragment
        assert "{% debug %}" not in fragment or "{% debug %}&quot;" in fragment
        form = sent(definition, path)
        assert put_part(definition, path, form.part) == definition, path


def test_a_draft_that_cannot_be_read_can_be_edited() -> None:
    broken = {
        "key": "broken",
        "kind": "plain",
        "title": 5,
        "fields": [{"key": "wish"}, 7],
        "steps": [
            {"id": "look", "kind": "task", "who": "me", "outcomes": "none", "odd": {"kept": 1}}
        ],
    }
    assert paths(broken) == ["details", "constants", "fields/wish", "steps/look"]
    fragment = part_form(broken, "steps/look", language="en").html()
    assert "This is needed." in fragment
    form = sent(broken, "steps/look", **{"title-en": "Look"})
    assert form.part["title"] == {"en": "Look"}
    assert form.part["odd"] == {"kept": 1}
