"""Decision tables from spreadsheets."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from tests.engine.tables import COLLECT, answer, field, grade, row
from workflows.designer.spreadsheets import CellProblem, import_table
from workflows.engine.definition import parse

EMPTY = grade(row(None, None, gives=[None, None]), on_error="look")


def step_of(definition: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in definition["steps"] if one["id"] == "grade")


def imported(text: str, definition: dict[str, Any] = EMPTY) -> Any:
    return import_table("table.csv", text.encode(), step_of(definition), definition)


def with_step(definition: dict[str, Any], step: dict[str, Any]) -> dict[str, Any]:
    steps = [step if one["id"] == "grade" else one for one in definition["steps"]]
    return {**definition, "steps": steps}


SHEET = """\
data.years,Kind,Born,→ Level,→ fee,to,note
>= 5,"person, company",-,Senior,12.50,check,The best
2..4,not company,1990-01-01..1999-12-31,junior,¥3,,
"""


def test_a_sheet_becomes_the_table_and_decides() -> None:
    done = imported(SHEET)
    assert done.problems == ()
    assert done.step == {
        **step_of(EMPTY),
        "inputs": [{"var": "data.years"}, {"var": "data.kind"}, {"var": "data.born"}],
        "outputs": [{"field": "level"}, {"field": "fee"}],
        "rows": [
            {"cells": [{"op": ">=", "value": 5}, {"op": "in", "value": ["person", "company"]},
                       None],
             "values": ["senior", 1250], "to": "check", "note": "The best"},
            {"cells": [{"min": 2, "below": 5}, {"op": "!=", "value": "company"},
                       {"min": "1990-01-01", "below": "2000-01-01"}],
             "values": ["junior", 300]},
        ],
    }  # fmt: skip
    definition = with_step(EMPTY, done.step)
    parse(definition)
    assert answer(definition, years=4, kind="person", born="1999-12-31") == {
        "level": "junior", "fee": 300,
    }  # fmt: skip


def test_a_workbook_is_read_with_its_types() -> None:
    from datetime import date, time

    book = Workbook()
    sheet = book.active
    sheet.append(["Years", "Born", "Opens", "Agrees", "Level"])
    sheet.append([5, date(1990, 1, 2), time(8, 30), True, "expert"])
    stored = BytesIO()
    book.save(stored)
    done = import_table("table.xlsx", stored.getvalue(), step_of(EMPTY), EMPTY)
    assert done.problems == ()
    assert done.step["rows"] == [
        {"cells": [{"op": "==", "value": 5}, {"op": "==", "value": "1990-01-02"},
                   {"op": "==", "value": "08:30"}, {"op": "==", "value": True}],
         "values": ["expert"]}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "text", "cell"),
    [
        ("Years", "", None),
        ("Years", "–", None),
        ("Years", "≥5", {"op": ">=", "value": 5}),
        ("Years", "<> 5", {"op": "!=", "value": 5}),
        ("Years", "1, 2、3", {"op": "in", "value": [1, 2, 3]}),
        ("Years", "not 1, 2", {"op": "not_in", "value": [1, 2]}),
        ("Years", "-5..-3", {"min": -5, "below": -2}),
        ("Years", "5..<7", {"min": 5, "below": 7}),
        ("Years", "5..", {"min": 5}),
        ("Years", "..7", {"op": "<=", "value": 7}),
        ("Years", "..<7", {"below": 7}),
        ("Years", "empty", {"op": "is_not_set"}),
        ("Years", "filled in", {"op": "is_set"}),
        ("Years", "> data.count", {"op": ">", "value": {"var": "data.count"}}),
        ("Fee", "12.50..13", {"min": 1250, "below": 1301}),
        ("Opens", "08:00..12:00", {"min": "08:00", "below": "12:01"}),
        ("Opens", "20:00..23:59", {"min": "20:00"}),
        ("Born", "2020/01/02", {"op": "==", "value": "2020-01-02"}),
        ("Agrees", "是", {"op": "==", "value": True}),
        ("Papers", "Licence", {"op": "contains", "value": "licence"}),
        ("case.stage", '"a, b"', {"op": "==", "value": "a, b"}),
    ],
)
def test_cells_as_people_write_them(heading: str, text: str, cell: object) -> None:
    quoted = '"' + text.replace('"', '""') + '"'
    definition = with_step(EMPTY, {**step_of(EMPTY), "outputs": []})
    done = imported(f"{heading},note\n{quoted},x\n", definition)
    assert done.problems == ()
    assert done.step["rows"] == [{"cells": [cell], "values": [], "note": "x"}]


def test_every_wrong_cell_is_told_and_nothing_is_imported() -> None:
    done = imported(
        "Years,Kind,Agrees,→ Level,→ Fee,to\n"
        "five,person,maybe,junior,1,\n"
        "9..5,robot,yes,master,1.234,nowhere\n"
        "1,person,yes,junior,2000,,extra\n"
    )
    assert done.step is None
    assert [(one.row, one.column, one.message) for one in done.problems] == [
        (2, "Years", "“five” is not a whole number, such as 5."),
        (2, "Agrees", "“maybe” is not yes or no."),
        (3, "Years", "The range ends before it begins."),
        (3, "Kind", "“robot” is not one of Person, Company."),
        (3, "→ Level", "“master” is not one of Junior, Senior, Expert."),
        (3, "→ Fee", "“1.234” is not an amount, such as 12.50."),
        (3, "to", "There is no step of this id or title."),
        (4, "", "“extra” stands below no name."),
        (4, "→ Fee", "Give a number of at most 100000."),
    ]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("data.nothing\n1\n", "data.nothing"),
        ("Years,data.years\n1,2\n", "data.years"),
        ("Years,→ Nothing\n1,2\n", "→ Nothing"),
        ("Years,→ born_photo\n1,2\n", "→ born_photo"),
        ("→ Level\njunior\n", ""),
    ],
)
def test_a_column_that_means_nothing_is_told(text: str, column: str) -> None:
    done = imported(text)
    assert (done.step, [(one.row, one.column) for one in done.problems]) == (None, [(1, column)])


def test_names_that_mean_several_are_asked_for_by_key() -> None:
    definition = {**EMPTY, "fields": [*EMPTY["fields"], field("years_more", "int",
                                                              label={"en": "Years"})]}  # fmt: skip
    assert imported("Years\n1\n", definition).problems == (
        CellProblem(1, "Years",
                    "Several have this name; write one of “data.years”, “data.years_more”."),
    )  # fmt: skip


def test_columns_of_a_collecting_table_say_how_values_become_one() -> None:
    definition = grade(row(None, gives=[None] * 5), inputs=("years",), outputs=COLLECT,
                       policy="collect")  # fmt: skip
    done = imported('Years,→ Fee (max),papers\n1,5,"identity, licence"\n', definition)
    assert done.step["outputs"] == [
        {"field": "fee", "collect": "max"}, {"field": "papers", "collect": "list"},
    ]  # fmt: skip
    assert done.step["rows"][0]["values"] == [500, ["identity", "licence"]]
    refused = imported("Years,→ Level\n1,junior\n", definition)
    assert [one.column for one in refused.problems] == ["→ Level"]


def test_a_draft_that_cannot_be_read_as_a_whole_does_not_stand_in_the_way() -> None:
    broken = {**EMPTY, "title": 3, "fields": [*EMPTY["fields"], {"key": 1}], "more": True}
    assert imported(SHEET, broken).problems == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Give a first row"),
        (b"Years\n", "Give a first row"),
        (b"PK\x03\x04nonsense", "damaged"),
        (b"\xd0\xcf\x11\xe0old", "old format"),
        (b"x" * 1_048_577, "larger than 1024 kB"),
        (b"Years\n" + b"1\n" * 501, "at most 500 rows"),
        (b"Years,Kind\n\"1,2\n", "quotation marks"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_table_is_told(content: bytes, words: str) -> None:
    done = import_table("table.csv", content, step_of(EMPTY), EMPTY)
    assert (done.step, len(done.problems), done.problems[0].row) == (None, 1, 0)
    assert words in done.problems[0].message
