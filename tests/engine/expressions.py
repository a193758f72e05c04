"""CEL in Doorstep: typed, budgeted, and never wrong in silence."""

from datetime import UTC, date, datetime

import pytest

from tests.processor import busy_for
from workflows.engine.expressions import BadExpression, Environment
from workflows.engine.refusals import ExpressionFailed
from workflows.engine.values import UnfitValue, to_cel
from workflows.engine.variables import Facts

NOW = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
TYPES = {
    "data.years": "int",
    "data.note": "string",
    "data.skills": "list<string>",
    "data.rows": "list<map>",
    "data.place": "map",
    "data.born": "timestamp",
    "data.identity.age": "int",
    "order.total": "int",
    "is_set.data.years": "bool",
    "is_set.data.note": "bool",
    "is_set.data.skills": "bool",
    "is_set.data.identity": "bool",
    "case.stage": "string",
    "constants.limit": "int",
    "steps.review.outcome": "string",
    "now": "timestamp",
}
ENV = Environment(TYPES, {"limit": 10})
FACTS = Facts(
    now=NOW,
    stage="open",
    data={
        "years": 3,
        "note": "hello",
        "skills": ["cook"],
        "rows": [{"n": 1}, {"n": 2}],
        "place": {"lat": 31.2, "lng": 121.5},
        "born": "1990-05-01",
        "identity": "3f6c…",
    },
    derived={"identity.age": 36},
    subject={"order.total": 12000},
    outcomes={"review": "accept"},
)


@pytest.mark.parametrize(
    ("text", "result", "value"),
    [
        ("data.years >= 2 && data.note == 'hello'", "bool", True),
        ("order.total > constants.limit", "bool", True),
        ("data.identity.age < 18", "bool", False),
        ("'cook' in data.skills", "bool", True),
        ("data.rows.exists(row, row.n == 2)", "bool", True),
        ("data.place.lat > 31.0", "bool", True),
        ("data.born < now", "bool", True),
        ("steps.review.outcome == 'accept'", "bool", True),
        ("is_set.data.identity", "bool", True),
        ("'team:' + data.note", "string", "team:hello"),
        ("data.years * 2", "int", 6),
        ("now + duration('24h')", "timestamp", datetime(2026, 12, 2, 4, 0, tzinfo=UTC)),
        ("data.skills.filter(skill, skill != 'cook')", "list<string>", []),
        ("'has (' == 'x' // has(", "bool", False),
    ],
)
def test_values(text: str, result: str, value: object) -> None:
    answer = ENV.compile(text, result=result).evaluate(FACTS)
    assert answer == value
    assert type(answer) is type(value)


@pytest.mark.parametrize(
    ("text", "result", "code", "message"),
    [
        ("data.years", "bool", "expression_type",
         "It gives a whole number; it must give yes or no."),
        ("data.yeers > 1", "bool", "expression_unknown",
         "“data.yeers” is not known here. Did you mean “data.years”?"),
        ("data.years == 'two'", "bool", "expression_type",
         "“==” does not go with a whole number and a text."),
        ("dyn(true)", "bool", "expression_type",
         "It gives a value of any type; it must give yes or no."),
        ("data.note == null", "bool", "expression_type", "“==” does not go with a text and null."),
        ("has(data.years)", "bool", "expression_has",
         "Replace has(…): write “is_set.data.…” for a variable, or “'key' in row” for a table "
         "row."),
        ("x" * 2001, "bool", "expression_too_long", "Shorten it to 2000 characters."),
        ("data.skills.all(a, data.skills.all(b, a == b))", "bool", "expression_too_complex",
         "Make it simpler: at most 200 parts, and no loop within a loop."),
        (" && ".join(["data.years > 1"] * 60), "bool", "expression_too_complex",
         "Make it simpler: at most 200 parts, and no loop within a loop."),
        ("(" * 40 + "true" + ")" * 40, "bool", "expression_too_complex",
         "Make it simpler: it is nested too deep."),
    ],
)  # fmt: skip
def test_what_cannot_be_published(text: str, result: str, code: str, message: str) -> None:
    with pytest.raises(BadExpression) as refused:
        ENV.compile(text, result=result)
    assert (refused.value.code, str(refused.value)) == (code, message)


def test_a_syntax_error_says_where() -> None:
    for text, where in (
        ("data.years =", "character 12: “=” does not belong there."),
        ("data.years >", "character 13: it ends too early; complete it."),
    ):
        with pytest.raises(BadExpression) as refused:
            ENV.compile(text, result="bool")
        assert refused.value.code == "expression_syntax"
        assert str(refused.value) == f"It cannot be read at line 1, {where}"


@pytest.mark.parametrize(
    ("text", "result", "facts", "code"),
    [
        ("data.years > 1", "bool", Facts(now=NOW), "value_missing"),
        ("data.years > 1", "bool", Facts(now=NOW, data={"years": None}), "value_missing"),
        ("data.note", "string", Facts(now=NOW), "value_missing"),
        ("data.years > 1", "bool", Facts(now=NOW, data={"years": "3"}), "unfit_value"),
        ("data.years > 1", "bool", Facts(now=NOW, data={"years": True}), "unfit_value"),
        ("data.years > 1", "bool", Facts(now=NOW, data={"years": 2**63}), "unfit_value"),
        ("data.note == 'x'", "bool", Facts(now=NOW, data={"note": "x\0y"}), "unfit_value"),
        ("10 / (data.years - 3) > 1", "bool", FACTS, "expression_failed"),
        ("data.skills[7] == 'x'", "bool", FACTS, "expression_failed"),
        ("data.place.height > 1.0", "bool", FACTS, "expression_failed"),
        ("data.years + 9223372036854775807 > 0", "bool", FACTS, "expression_failed"),
        ("timestamp(data.note) < now", "bool", FACTS, "expression_failed"),
        ("data.skills.all(s, s != '')", "bool",
         Facts(now=NOW, data={"skills": ["x"] * 10_001}), "expression_failed"),
        ("data.note == ''", "bool", Facts(now=NOW, data={"note": "\ud800"}), "expression_failed"),
    ],
)  # fmt: skip
def test_failing_is_never_an_answer(text: str, result: str, facts: Facts, code: str) -> None:
    expression = ENV.compile(text, result=result)
    with pytest.raises(ExpressionFailed) as failed:
        expression.evaluate(facts)
    assert failed.value.code == code


def test_an_error_of_cel_is_a_true_text_which_is_why_results_are_checked_by_type() -> None:
    """The trap itself: without the check of the type, a missing value would count as yes."""
    expression = ENV.compile("data.years > 1", result="bool")
    assert bool(expression._program.eval(data={}).plain_value()) is True
    with pytest.raises(ExpressionFailed, match=r"needs a value of “data\.years”"):
        expression.holds(Facts(now=NOW))


def test_a_guard_makes_a_missing_value_harmless() -> None:
    guarded = ENV.compile("is_set.data.years && data.years > 1", result="bool")
    assert guarded.holds(Facts(now=NOW)) is False
    assert guarded.holds(FACTS) is True


@pytest.mark.parametrize(("value", "is_set"), [(None, False), ("", False), ("x", True)])
def test_is_set_of_texts(value: object, is_set: bool) -> None:
    expression = ENV.compile("is_set.data.note", result="bool")
    assert expression.holds(Facts(now=NOW, data={"note": value})) is is_set


def test_zero_is_a_value() -> None:
    expression = ENV.compile("is_set.data.years", result="bool")
    assert expression.holds(Facts(now=NOW, data={"years": 0})) is True


def test_the_variables_used_are_known_and_no_others_are_looked_up() -> None:
    class Counted(dict[str, object]):
        asked: list[str] = []

        def get(self, key: str, default: object = None) -> object:
            self.asked.append(key)
            return super().get(key, default)

    expression = ENV.compile(
        "data.rows.all(row, row.n > constants.limit) || data.years > 3 || {'a': data.note}.a == ''",
        result="bool",
    )
    assert expression.variables == {"data.rows", "constants.limit", "data.years", "data.note"}
    data = Counted(rows=[], years=1, note="", skills=[])
    expression.evaluate(Facts(now=NOW, data=data))
    assert sorted(data.asked) == ["note", "rows", "years"]


def test_a_failure_tells_no_value() -> None:
    expression = ENV.compile("timestamp(data.note) < now", result="bool")
    with pytest.raises(ExpressionFailed) as failed:
        expression.evaluate(Facts(now=NOW, data={"note": "secret 110101199003070000"}))
    assert "secret" not in str(failed.value)


def test_a_date_is_a_day_in_the_installations_time_zone() -> None:
    assert to_cel("timestamp", date(2026, 12, 1)) == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    assert to_cel("timestamp", "2026-12-01") == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(UnfitValue, match="without its offset"):
        to_cel("timestamp", "2026-12-01T10:00:00")


def test_an_evaluation_takes_microseconds() -> None:
    expression = ENV.compile("data.years > 2 && data.note == 'hello'", result="bool")
    expression.holds(FACTS)
    # About 10 µs on the machine it was written on; the bound leaves room for a busy one.
    with busy_for(2000 * 200e-6):
        for _ in range(2000):
            expression.holds(FACTS)
