"""What is checked of decision tables: cells, values, gaps, overlaps."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.engine import vocabulary
from workflows.engine.checks import check
from workflows.engine.coverage import Grid, Piece, TooLarge, gap
from workflows.engine.definition import parse

from .plain_words import plain
from .tables import answers, at_least, between, collecting, field, grade, row

PERSON, COMPANY = ({"op": "==", "value": kind} for kind in ("person", "company"))


def problems(definition: dict[str, Any]) -> list[tuple[str, str]]:
    """Code and words of what is told of the table."""
    read, words = parse(definition), vocabulary.vocabulary("plain")
    found = plain(check(read, words), read, words)
    prefix = "Step “Grade”: "
    return [
        (one.code, one.message.removeprefix(prefix))
        for one in found
        if one.step == "grade" and one.code not in {"read_before_written", "maybe_unwritten"}
    ]


def codes(definition: dict[str, Any]) -> list[str]:
    return [code for code, _words in problems(definition)]


def one(cell: Any, **more: Any) -> dict[str, Any]:
    """A table of one column and one row."""
    more.setdefault("inputs", ("years",))
    more.setdefault("outputs", ())
    more.setdefault("otherwise", "look")
    return grade(row(cell), **more)


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        (one(None), []),
        (one({"op": "contains", "value": 1}), ["condition_operator"]),
        (one(at_least("five")), ["condition_value"]),
        (one(between("2026-01-01", 5)), ["condition_value"]),
        (one(at_least({"var": "data.kind"})), ["condition_value"]),
        (one(at_least(1), inputs=("nothing",)), ["expression_unknown"]),
        (one(None, inputs=("years", "kind")), ["table_cells"]),
        (one(None, outputs=({"field": "fee"},)), ["table_cells"]),
        (grade(row(None, None), inputs=("years", "years"), outputs=()), ["table_column"]),
        (grade(row(None, gives=[1, 2]), inputs=("years",),
               outputs=({"field": "fee"}, {"field": "fee"})), ["table_column"]),
        (grade(*[row(None)] * 501, inputs=("years",), outputs=()), ["table_size"]),
        (grade(row(None, gives=["master", 1]), inputs=("years",)), ["table_value"]),
        (grade(row(None, gives=["junior", "1"]), inputs=("years",)), ["table_value"]),
        (grade(row(None, gives=[1]), inputs=("years",), outputs=({"field": "no"},)),
         ["save_field"]),
        (grade(row(None, gives=[1]), inputs=("years",),
               outputs=({"field": "fee", "collect": "sum"},)), ["table_collect"]),
        (grade(row(None, gives=[1]), inputs=("years",), policy="collect",
               outputs=({"field": "fee"},)), ["table_collect"]),
        (grade(row(None, gives=[1]), inputs=("years",), policy="collect",
               outputs=({"field": "fee", "collect": "list"},)), ["table_collect"]),
        (grade(row(None, gives=["junior"]), inputs=("years",), policy="collect",
               outputs=({"field": "level", "collect": "min"},)), ["table_collect"]),
        (grade(row(None, gives=[1.5]), inputs=("years",), policy="collect",
               outputs=({"field": "fee", "collect": "sum"},)), ["table_value"]),
        (grade(row(None, gives=[["x"]]), inputs=("years",), policy="collect",
               outputs=({"field": "papers", "collect": "list"},)), ["table_value"]),
        (one(None, policy="collect"), []),
        (grade(row(None, to="look"), inputs=("years",), outputs=(), policy="collect"),
         ["table_way"]),
        (collecting(), []),
    ],
)  # fmt: skip
def test_cells_values_and_ways_fit(definition: dict[str, Any], expected: list[str]) -> None:
    assert codes(definition) == expected


@pytest.mark.parametrize("kind", ["file", "photo", "signature", "location"])
def test_a_table_writes_no_files(kind: str) -> None:
    definition = grade(row(None, gives=["x"]), inputs=("years",), outputs=({"field": "more"},))
    definition["fields"] = [*definition["fields"], field("more", kind)]
    assert codes(definition) == ["save_type"]


def test_a_table_writes_nothing_that_is_sealed() -> None:
    definition = grade(row(None, gives=["x"]), inputs=("years",), outputs=({"field": "more"},))
    definition["fields"] = [*definition["fields"], field("more", "text", personal=True)]
    assert codes(definition) == ["save_personal"]


def table(*rows: dict[str, Any], inputs: tuple[str, ...] = ("years", "kind"), **more: Any) -> Any:
    return grade(*rows, inputs=inputs, outputs=(), **more)


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (table(row(at_least(4), None), row(None, PERSON)),
         "no row fits: Years 0, Kind “Company”; add a row or a way on otherwise."),
        (table(row(between(0, 3), None), row({"op": ">", "value": 3}, None)),
         "no row fits: Years 3; add a row or a way on otherwise."),
        (table(row(None, None, {"op": "==", "value": True}),
               row(None, COMPANY, None), row(at_least(10), None, None),
               inputs=("years", "kind", "agrees")),
         "no row fits: Years 0, Kind “Person”, Agrees no; add a row or a way on otherwise."),
        (table(row(between("2000-01-01", None)), inputs=("born",)),
         "no row fits: Born “1999-12-31”; add a row or a way on otherwise."),
        (table(row(between("08:00", "18:00")), inputs=("opens",)),
         "no row fits: Opens “00:00”; add a row or a way on otherwise."),
        (table(row({"op": "is_set"}), inputs=("agrees",)),
         "no row fits: Agrees empty; add a row or a way on otherwise."),
        (table(row(at_least({"var": "constants.limit"})), inputs=("years",)) | {
            "constants": {"limit": {"type": "int", "value": 1}}},
         "no row fits: Years 0; add a row or a way on otherwise."),
    ],
)  # fmt: skip
def test_a_gap_is_told_by_an_example(definition: dict[str, Any], words: str) -> None:
    told = [said for code, said in problems(definition) if code == "table_gap"]
    assert told == [words]


@pytest.mark.parametrize(
    "definition",
    [
        table(row(at_least(4), None), row(None, PERSON), otherwise="look"),
        table(row(at_least(4), None), row(None, PERSON), policy="collect"),
        # From 0 to 60, by the field's own rules.
        table(row(between(0, 30), None), row(between(30, 61), None)),
        table(row({"op": "==", "value": True}), row({"op": "!=", "value": True}),
              inputs=("agrees",)),
        table(row({"op": "in", "value": ["person"]}), row(COMPANY), inputs=("kind",)),
        table(row(None)),
    ],
)  # fmt: skip
def test_what_is_complete_has_no_gap(definition: dict[str, Any]) -> None:
    assert "table_gap" not in codes(definition)


def test_rows_of_a_unique_table_that_meet_are_named_with_an_example() -> None:
    definition = table(
        row(between(0, 10), None),
        row(at_least(5), PERSON),
        row(at_least(5), COMPANY),
        policy="unique",
        otherwise="look",
    )
    assert problems(definition) == [
        ("table_overlap", "rows 1 and 2 both fit: Years 5, Kind “Person”; keep them apart."),
        ("table_overlap", "rows 1 and 3 both fit: Years 5, Kind “Company”; keep them apart."),
    ]


def test_rows_that_no_case_reaches_are_warnings() -> None:
    definition = table(
        row(at_least(5), None),
        row(None, PERSON),
        row(at_least(7), PERSON),
        row(at_least(99), None),
        row(None, None),
    )
    assert problems(definition) == [
        ("table_unreachable", "row 4: no case fits it; correct its cells or delete it."),
        ("table_unreachable", "row 3: rows before it take every case; move it up or delete it."),
    ]


def test_columns_that_cannot_be_compared_are_left_out_and_said_so() -> None:
    definition = table(
        row(at_least(5), {"op": "contains", "value": "licence"}),
        row(at_least(6), None),
        inputs=("years", "papers"),
    )
    # Row 2 is not said to be unreachable: row 1 takes only those with a licence.
    assert problems(definition) == [
        ("table_gap", "no row fits: Years 0; add a row or a way on otherwise."),
        ("table_unchecked",
         "gaps and overlaps are looked for without the columns “Papers”."),
    ]  # fmt: skip


NUMBERS = st.integers(0, 4)
CELLS = st.one_of(
    st.none(),
    st.builds(lambda op, value: {"op": op, "value": value},
              st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), NUMBERS),
    st.builds(lambda listed: {"op": "in", "value": listed}, st.lists(NUMBERS, min_size=1)),
    st.builds(between, NUMBERS, st.integers(1, 5)),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5),
    policy=st.sampled_from(["first", "unique"]),
)
def test_what_is_told_agrees_with_every_case(rows: list[tuple[Any, Any]], policy: str) -> None:
    """Against the table itself, asked with every pair of small numbers."""
    limits = {"min": 0, "max": 4}
    definition = grade(
        *[row(*cells, gives=[number]) for number, cells in enumerate(rows)],
        inputs=("years", "more"),
        outputs=({"field": "count"},),
        policy=policy,
    )
    definition["fields"] = [
        field("years", "int", rules=limits),
        field("more", "int", rules=limits),
        field("count", "int"),
    ]
    definition["steps"][0]["form"] = [{"field": "years"}, {"field": "more"}]
    cases = [{"years": x, "more": y} for x in range(5) for y in range(5)]
    said = answers(definition, *cases)
    found = codes(definition)
    assert ("table_gap" in found) == ("no_row_fits" in said)
    if policy == "unique":
        assert ("table_overlap" in found) == ("several_rows_fit" in said)
    else:
        reached = {one["count"] for one in said if one != "no_row_fits"}
        assert found.count("table_unreachable") == len(rows) - len(reached)


def test_a_search_that_grows_too_large_gives_up() -> None:
    # Each column takes one row away or the next one: every choice leaves another set.
    every = (1 << 40) - 1
    columns = tuple(
        (Piece("a", every & ~(1 << number)), Piece("b", every & ~(2 << number)))
        for number in range(39)
    )
    with pytest.raises(TooLarge):
        gap(Grid(columns, 40))
    assert gap(Grid((), 0)) == ()
