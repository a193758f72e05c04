"""The condition builder against a direct reading of its JSON in Python."""

import operator
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from workflows.engine.conditions import compile_condition, condition_text
from workflows.engine.definition import Condition
from workflows.engine.expressions import BadExpression, Environment
from workflows.engine.refusals import ExpressionFailed
from workflows.engine.values import to_cel
from workflows.engine.variables import Facts

NOW = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
WORDS = {
    "data.note": "string",
    "data.years": "int",
    "data.weight": "double",
    "data.agrees": "bool",
    "data.born": "timestamp",
    "data.skills": "list<string>",
    "data.place": "map",
}
ENV = Environment(
    {
        **WORDS,
        **{f"is_set.{name}": "bool" for name in WORDS},
        "case.stage": "string",
        "constants.limit": "int",
    },
    {"limit": 10},
)
READ: TypeAdapter[Condition] = TypeAdapter(Condition)


class Fails:
    """The third answer of the oracle."""


def oracle(condition: dict[str, Any], data: Mapping[str, Any]) -> bool | type[Fails]:
    for key, decisive in (("all", False), ("any", True)):
        if key in condition:
            answers = [oracle(part, data) for part in condition[key]]
            if decisive in answers:
                return decisive
            return Fails if Fails in answers else not decisive
    value = data.get(condition["var"].removeprefix("data."))
    if condition["op"] in ("is_set", "is_not_set"):
        return (value not in (None, "", [])) == (condition["op"] == "is_set")
    if value is None:
        return Fails
    return compare(WORDS[condition["var"]], condition["op"], value, condition["value"])


def compare(word: str, op: str, value: Any, other: Any) -> bool:
    if op in ("in", "not_in"):
        return (value in other) == (op == "in")
    if op == "contains":
        return other in value
    compared: dict[str, Callable[[Any, Any], bool]] = {
        "==": operator.eq,
        "!=": operator.ne,
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
    }
    return compared[op](to_cel(word, value), to_cel(word, other))


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3)
FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
INSTANTS = st.datetimes(
    FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.just(UTC)
).map(datetime.isoformat) | st.dates(FIRST.date(), LAST.date()).map(str)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "string": TEXTS,
    "int": NUMBERS,
    "double": st.floats(allow_nan=False, allow_infinity=False),
    "bool": st.booleans(),
    "timestamp": INSTANTS,
}
ORDER = ["==", "!=", "<", "<=", ">", ">="]


def comparisons() -> st.SearchStrategy[dict[str, Any]]:
    def line(name: str, ops: list[str], value: st.SearchStrategy[Any]) -> Any:
        return st.fixed_dictionaries(
            {"var": st.just(f"data.{name}"), "op": st.sampled_from(ops), "value": value}
        )

    few = {word: st.lists(values, min_size=1, max_size=3) for word, values in VALUES.items()}
    return st.one_of(
        line("note", [*ORDER, "contains"], TEXTS),
        line("note", ["in", "not_in"], few["string"]),
        line("years", ORDER, NUMBERS),
        line("years", ["in", "not_in"], few["int"]),
        line("weight", ORDER, VALUES["double"]),
        line("agrees", ["==", "!="], st.booleans()),
        line("born", ORDER, INSTANTS),
        line("skills", ["contains"], TEXTS),
        st.fixed_dictionaries(
            {"var": st.sampled_from(sorted(WORDS)), "op": st.sampled_from(["is_set", "is_not_set"])}
        ),
    )


CONDITIONS = st.recursive(
    comparisons(),
    lambda inner: (
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)})
    ),
    max_leaves=5,
)
DATA = st.fixed_dictionaries(
    {},
    optional={
        "note": TEXTS,
        "years": NUMBERS,
        "weight": VALUES["double"],
        "agrees": st.booleans(),
        "born": INSTANTS,
        "skills": st.lists(TEXTS, max_size=3),
        "place": st.just({"lat": 1.5, "lng": 2.5}),
    },
)


@settings(max_examples=400, deadline=None)
@given(CONDITIONS, DATA)
def test_the_builder_means_what_it_says(condition: dict[str, Any], data: dict[str, Any]) -> None:
    expected = oracle(condition, data)
    try:
        expression = compile_condition(READ.validate_python(condition), ENV)
    except BadExpression as refused:
        assert refused.code == "expression_too_complex"  # the recursion makes deep trees too
        return
    facts = Facts(now=NOW, data=data)
    if expected is Fails:
        with pytest.raises(ExpressionFailed):
            expression.holds(facts)
    else:
        assert expression.holds(facts) is expected


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ({"var": "data.note", "op": "==", "value": "it's \\ \n"},
         "data.note == 'it\\u0027s \\u005c \\u000a'"),
        ({"var": "data.years", "op": "<", "value": {"var": "constants.limit"}},
         "data.years < constants.limit"),
        ({"var": "data.born", "op": ">=", "value": "2008-12-01"},
         "data.born >= timestamp('2008-11-30T16:00:00.000000Z')"),
        ({"any": [{"var": "data.note", "op": "is_not_set"}, {"cel": "data.years > 1 // why"}]},
         "(!is_set.data.note || (data.years > 1 // why\n))"),
        ({"cel": "data.years > 1"}, "data.years > 1"),
    ],
)  # fmt: skip
def test_the_text_that_is_made(condition: dict[str, Any], text: str) -> None:
    read = READ.validate_python(condition)
    assert condition_text(read, ENV) == text
    assert compile_condition(read, ENV).result == "bool"


@pytest.mark.parametrize(
    ("condition", "code", "message"),
    [
        ({"var": "data.yeers", "op": "==", "value": 1}, "expression_unknown",
         "“data.yeers” is not known here. Did you mean “data.years”?"),
        ({"var": "data.place", "op": "==", "value": 1}, "condition_operator",
         "“is” does not go with “data.place”, which is an object; use one of “is filled in”, "
         "“is empty”."),
        ({"var": "data.agrees", "op": "<", "value": True}, "condition_operator",
         "“is below” does not go with “data.agrees”, which is yes or no; use one of “is not”, "
         "“is”."),
        ({"var": "data.years", "op": "==", "value": "2"}, "condition_value",
         "“data.years” is compared with a whole number, but the value is no whole number of "
         "64 bits; correct it."),
        ({"var": "data.years", "op": "in", "value": 2}, "condition_value",
         "Give “is one of” a list of values."),
        ({"var": "data.years", "op": "<", "value": {"var": "data.note"}}, "condition_value",
         "“data.years” is compared with a whole number, but “data.note” is a text; choose "
         "something else."),
        ({"var": "case.stage", "op": "is_set"}, "condition_operator",
         "“case.stage” always has a value; remove this line."),
        ({"var": "data.note", "op": "is_set", "value": "x"}, "condition_value",
         "Remove the value: “is filled in” takes none."),
        ({"var": "data.note", "op": "==", "value": "\ud800"}, "condition_value",
         "The text holds half a character; type it anew."),
    ],
)  # fmt: skip
def test_what_the_builder_refuses(condition: dict[str, Any], code: str, message: str) -> None:
    with pytest.raises(BadExpression) as refused:
        compile_condition(READ.validate_python(condition), ENV)
    assert (refused.value.code, str(refused.value)) == (code, message)


def test_conditions_nest_five_levels() -> None:
    condition: dict[str, Any] = {"var": "data.years", "op": "==", "value": 1}
    for _ in range(4):
        condition = {"all": [condition]}
    assert compile_condition(READ.validate_python(condition), ENV).holds(
        Facts(now=NOW, data={"years": 1})
    )
    with pytest.raises(BadExpression, match="at most 5 levels"):
        compile_condition(READ.validate_python({"any": [condition]}), ENV)
