"""The condition builder: its JSON is the truth, CEL is made from it.

| type of the variable | operators                                        |
|----------------------|--------------------------------------------------|
| text                 | == != < <= > >= in not_in contains (a part of it)|
| number               | == != < <= > >= in not_in                        |
| date or time         | == != < <= > >=                                  |
| yes or no            | == !=                                            |
| list of texts        | contains (one of them)                           |

``is_set`` and ``is_not_set`` go with every variable that can be without a value. Instead of a
value, ``{"var": name}`` compares with another variable of the same type. A comparison with a
variable that has no value fails, as it does in CEL.
"""

import math
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from .definition import AllOf, AnyOf, CelText, Comparison, Condition
from .expressions import BadExpression, Environment, Expression
from .labels import OPERATORS as OPERATOR_NAMES
from .problems import listed
from .values import WORDS_IN_WORDS, UnfitValue, to_cel
from .variables import IS_SET

MAX_DEPTH = 5

_ORDERED = frozenset({"==", "!=", "<", "<=", ">", ">="})
OPERATORS: dict[str, frozenset[str]] = {
    "string": _ORDERED | {"in", "not_in", "contains"},
    "int": _ORDERED | {"in", "not_in"},
    "double": _ORDERED | {"in", "not_in"},
    "timestamp": _ORDERED,
    "bool": frozenset({"==", "!="}),
    "list<string>": frozenset({"contains"}),
    "map": frozenset(),
    "list<map>": frozenset(),
}


def compile_condition(condition: Condition, environment: Environment) -> Expression:
    """The condition as an expression that gives yes or no, or ``BadExpression``."""
    return environment.compile(condition_text(condition, environment), result="bool")


def condition_text(condition: Condition, environment: Environment) -> str:
    """The CEL text of a condition; text typed as CEL stays as it is."""
    if isinstance(condition, CelText):
        return condition.cel
    return _text(condition, environment, depth=1)


def _text(condition: Condition, environment: Environment, depth: int) -> str:
    if depth > MAX_DEPTH:
        raise BadExpression(
            "expression_too_complex",
            _("Nest conditions at most %(limit)d levels deep.") % {"limit": MAX_DEPTH},
        )
    match condition:
        case CelText():
            return f"({condition.cel}\n)"  # the line's end closes a comment
        case AllOf():
            return _joined(" && ", condition.all, environment, depth)
        case AnyOf():
            return _joined(" || ", condition.any, environment, depth)
        case Comparison():
            return _comparison(condition, environment)


def _joined(
    operator: str, parts: tuple[Condition, ...], environment: Environment, depth: int
) -> str:
    return "(" + operator.join(_text(part, environment, depth + 1) for part in parts) + ")"


def _comparison(condition: Comparison, environment: Environment) -> str:
    name, operator = condition.var, condition.op
    if operator in {"is_set", "is_not_set"}:
        return _set_or_not(condition, environment)
    word = _word_of(name, environment)
    if operator not in OPERATORS[word]:
        offered = sorted(OPERATORS[word]) or ["is_set", "is_not_set"]
        raise BadExpression(
            "condition_operator",
            _(
                "“%(operator)s” does not go with %(name)s, which is %(type)s; use one of "
                "%(offered)s."
            )
            % {
                "operator": OPERATOR_NAMES[operator],
                "name": environment.called(name),
                "type": WORDS_IN_WORDS[word],
                "offered": listed(str(OPERATOR_NAMES[one]) for one in offered),
            },
        )
    if operator in {"in", "not_in"}:
        values = _list_literal(condition, word, environment)
        return f"{name} in {values}" if operator == "in" else f"!({name} in {values})"
    wanted = "string" if operator == "contains" else word
    value = _operand(condition, wanted, environment)
    if operator == "contains":
        return f"{name}.contains({value})" if word == "string" else f"{value} in {name}"
    return f"{name} {operator} {value}"


def _set_or_not(condition: Comparison, environment: Environment) -> str:
    companion = f"{IS_SET}{condition.var}"
    if companion not in environment.types:
        _word_of(condition.var, environment)
        raise BadExpression(
            "condition_operator",
            _("%(name)s always has a value; remove this line.")
            % {"name": environment.called(condition.var)},
        )
    if condition.value is not None:
        raise BadExpression(
            "condition_value",
            _("Remove the value: “%(operator)s” takes none.")
            % {"operator": OPERATOR_NAMES[condition.op]},
        )
    return companion if condition.op == "is_set" else f"!{companion}"


def _word_of(name: str, environment: Environment) -> str:
    if name not in environment.types:
        raise environment.unknown(name)
    return environment.types[name]


def _operand(condition: Comparison, word: str, environment: Environment) -> str:
    value = condition.value
    if not isinstance(value, dict) or set(value) != {"var"}:
        return _literal(condition, word, value, environment)
    other = str(value["var"])
    if _word_of(other, environment) != word:
        raise BadExpression(
            "condition_value",
            _(
                "%(name)s is compared with %(type)s, but %(other)s is %(other_type)s; choose "
                "something else."
            )
            % {
                "name": environment.called(condition.var),
                "type": WORDS_IN_WORDS[word],
                "other": environment.called(other),
                "other_type": WORDS_IN_WORDS[environment.types[other]],
            },
        )
    return other


def _list_literal(condition: Comparison, word: str, environment: Environment) -> str:
    if not isinstance(condition.value, list) or not condition.value:
        raise BadExpression(
            "condition_value",
            _("Give “%(operator)s” a list of values.") % {"operator": OPERATOR_NAMES[condition.op]},
        )
    items = (_literal(condition, word, item, environment) for item in condition.value)
    return "[" + ", ".join(items) + "]"


def _literal(condition: Comparison, word: str, value: object, environment: Environment) -> str:
    """``value`` written in CEL; a date is written as its instant."""
    try:
        fit = to_cel(word, value)
    except UnfitValue as error:
        raise BadExpression(
            "condition_value",
            _("%(name)s is compared with %(type)s, but the value %(unfit)s; correct it.")
            % {
                "name": environment.called(condition.var),
                "type": WORDS_IN_WORDS[word],
                "unfit": error,
            },
        ) from error
    match fit:
        case bool():
            return "true" if fit else "false"
        case str():
            return _quoted(fit)
        case float() if not math.isfinite(fit):
            raise BadExpression("condition_value", _("Give a number that is finite."))
        case datetime():
            instant = fit.astimezone(UTC).isoformat(timespec="microseconds")
            return f"timestamp('{instant.replace('+00:00', 'Z')}')"
        case _:
            return repr(fit)


def _quoted(text: str) -> str:
    """A CEL string literal: everything but printable ASCII and letters beyond is escaped."""
    parts = []
    for character in text:
        code = ord(character)
        if 0xD800 <= code <= 0xDFFF:
            raise BadExpression(
                "condition_value", _("The text holds half a character; type it anew.")
            )
        if character in "'\\" or code < 0x20 or 0x7F <= code < 0xA0 or code in {0x2028, 0x2029}:
            parts.append(f"\\u{code:04x}")
        else:
            parts.append(character)
    return "'" + "".join(parts) + "'"
