"""CEL: type-checked when a process is checked, budgeted, and never wrong in silence.

Meaning. A variable without a value is absent, and reading it fails the expression, unless the
rest decides already (``false && …`` is false, ``true || …`` is true, as CEL defines). Conditions
ask ``is_set.<name>`` first. CEL hands an error back as a *value*; only a result of the declared
type is accepted, everything else is ``ExpressionFailed``.

Budget. At most 2000 characters and 200 nodes, no loop within a loop, and CEL's own limits: a depth
of 32 and 10 000 rounds of loops. Regular expressions are RE2's, so linear.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cel_expr_python import cel
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .checked import read_checked
from .definition import ProcessDefinition
from .problems import listed, meant
from .refusals import ExpressionFailed
from .values import CEL_TYPES, WORDS_IN_WORDS, UnfitValue, to_cel
from .variables import Facts, declared_variables, value_of
from .vocabulary import Vocabulary
from .wording import Words

MAX_LENGTH = 2000
MAX_NODES = 200
MAX_LOOPS = 1

_STRINGS = re.compile(
    r"[rR]'''.*?'''|[rR]\"\"\".*?\"\"\"|'''(?:\\.|.)*?'''|\"\"\"(?:\\.|.)*?\"\"\""
    r"|[rR]'[^'\n]*'|[rR]\"[^\"\n]*\"|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|//[^\n]*",
    re.DOTALL,
)
_HAS = re.compile(r"\bhas\s*\(")
_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
_OVERLOAD = re.compile(r"no matching overload for '([^']*)' applied to '\(?([^']*?)\)?'")
_SYNTAX = re.compile(r"ERROR: <input>:(\d+):(\d+): Syntax error: ([^\n]*)")
_OPERATOR_NAMES = {"!_": "!", "-_": "-", "@in": "in", "_?_:_": "? :"}


class BadExpression(ValueError):
    """An expression that cannot be published. ``code`` is stable, the text says what to do."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True)
class Expression:
    """A compiled expression. Immutable; compile once, evaluate at any time and in any thread."""

    text: str
    result: str
    variables: frozenset[str]
    _types: Mapping[str, str]
    _constants: Mapping[str, object]
    _program: cel.Expression

    def evaluate(self, facts: Facts) -> object:
        """Its value, of the type ``result``, or ``ExpressionFailed`` (without any value in it)."""
        bound: dict[str, object] = {}
        absent: list[str] = []
        for name in self.variables:
            value = value_of(name, facts, self._constants)
            if value is None:
                absent.append(name)
                continue
            try:
                bound[name] = to_cel(self._types[name], value)
            except UnfitValue as error:
                raise ExpressionFailed(
                    _("“%(name)s” %(unfit)s.") % {"name": name, "unfit": error}, code="unfit_value"
                ) from error
        try:
            answer = self._program.eval(data=bound)
            value = answer.plain_value()
        except RuntimeError as error:
            raise ExpressionFailed(
                _("“%(text)s” went past its budget.") % {"text": self.text}
            ) from error
        if answer.type() == cel.Type.ERROR or not _is_of(self.result, value):
            raise self._failed(absent)
        return value

    def holds(self, facts: Facts) -> bool:
        """The answer of a condition (``result`` is ``bool``)."""
        return self.evaluate(facts) is True

    def _failed(self, absent: list[str]) -> ExpressionFailed:
        if absent:
            names = listed(sorted(absent))
            return ExpressionFailed(
                _("“%(text)s” needs a value of %(names)s.") % {"text": self.text, "names": names},
                code="value_missing",
            )
        return ExpressionFailed(
            _("“%(text)s” has no result for these values.") % {"text": self.text}
        )


class Environment:
    """The variables of one definition, and what compiles expressions against them."""

    def __init__(
        self,
        types: Mapping[str, str],
        constants: Mapping[str, object] | None = None,
        *,
        words: Words | None = None,
    ) -> None:
        """``words`` say what variables are called; without them they go by their names."""
        self.types = dict(types)
        self._words = words
        self._constants = dict(constants or {})
        self._env = cel.NewEnv(
            variables={name: CEL_TYPES[word] for name, word in self.types.items()}
        )
        self._compiled: dict[tuple[str, str], Expression] = {}

    def compile(self, text: str, *, result: str) -> Expression:
        """The expression, giving a value of the type ``result``, or ``BadExpression``."""
        if (text, result) not in self._compiled:
            self._compiled[text, result] = self._compile(text, result)
        return self._compiled[text, result]

    def _compile(self, text: str, result: str) -> Expression:
        if len(text) > MAX_LENGTH:
            raise BadExpression(
                "expression_too_long",
                _("Shorten it to %(limit)d characters.") % {"limit": MAX_LENGTH},
            )
        if "\0" in text:
            raise BadExpression("expression_syntax", _("Remove the NUL character."))
        self._refuse_has(text)
        try:
            program = self._env.compile(text)
        except RuntimeError as error:
            raise self._explain(str(error)) from error
        self._check_result(program, result)
        checked = read_checked(program.serialize())
        if checked.nodes > MAX_NODES or checked.loops > MAX_LOOPS:
            raise BadExpression(
                "expression_too_complex",
                _("Make it simpler: at most %(limit)d parts, and no loop within a loop.")
                % {"limit": MAX_NODES},
            )
        used = frozenset(checked.names & self.types.keys())
        return Expression(text, result, used, self.types, self._constants, program)

    def called(self, name: str) -> str:
        """What people call a variable, in quotation marks."""
        return listed([self._words.variable(name) if self._words else name])

    def unknown(self, name: str) -> BadExpression:
        """What to answer to a name that is not declared: the nearest one that is."""
        root, _dot, key = name.partition(".")
        if root == "data" and self._words is not None and self._words.definition.field(key):
            message = _("%(name)s is sealed, and no formula reads it; choose something else.")
            return BadExpression("expression_unknown", message % {"name": self.called(name)})
        message = _("“%(name)s” is not known here.") % {"name": name}
        near = difflib.get_close_matches(name, self.types, n=1)
        if self._words is None or not near:
            return BadExpression("expression_unknown", message + meant(near))
        # Whoever writes a formula needs the name as it is typed.
        hint = _(" Did you mean %(label)s, written %(name)s?")
        hint %= {"label": self.called(near[0]), "name": near[0]}
        return BadExpression("expression_unknown", message + hint)

    def _refuse_has(self, text: str) -> None:
        # CEL's has() reads a variable with a dotted name instead of asking whether it is there.
        if _HAS.search(_STRINGS.sub("''", text)):
            raise BadExpression(
                "expression_has",
                _(
                    "Replace has(…): write “is_set.data.…” for a variable, or “'key' in row” "
                    "for a table row."
                ),
            )

    def _check_result(self, program: cel.Expression, result: str) -> None:
        if program.return_type().name() != CEL_TYPES[result].name():
            found = _in_words(program.return_type().name())
            raise BadExpression(
                "expression_type",
                _("It gives %(found)s; it must give %(wanted)s.")
                % {"found": found, "wanted": WORDS_IN_WORDS[result]},
            )

    def _explain(self, error: str) -> BadExpression:
        """CEL's message in words for an operator."""
        if match := _SYNTAX.search(error):
            return _unreadable(*match.groups())
        if match := _UNDECLARED.search(error):
            return self.unknown(match[1])
        if match := _OVERLOAD.search(error):
            operator = _OPERATOR_NAMES.get(match[1], match[1].strip("_"))
            operands = pgettext("between two", " and ").join(
                _in_words(name) for name in match[2].split(", ")
            )
            return BadExpression(
                "expression_type",
                _("“%(operator)s” does not go with %(operands)s.")
                % {"operator": operator, "operands": operands},
            )
        if "recursion" in error:
            return BadExpression(
                "expression_too_complex", _("Make it simpler: it is nested too deep.")
            )
        first = error.splitlines()[0].rpartition(": ")[2]
        return BadExpression(
            "expression_type", _("It does not fit: %(problem)s.") % {"problem": first}
        )


def environment(definition: ProcessDefinition, vocabulary: Vocabulary) -> Environment:
    """The environment of all expressions of ``definition``. Make it once per version."""
    constants = {name: constant.value for name, constant in definition.constants.items()}
    variables = declared_variables(definition, vocabulary)
    return Environment(variables, constants, words=Words(definition, vocabulary))


def _unreadable(line: str, column: str, problem: str) -> BadExpression:
    """Where a formula cannot be read, without the names that the grammar has for its tokens."""
    found = re.search(r"'(.+?)'(?: expecting|$)", problem)
    if found is None:
        message = _("It cannot be read at line %(line)s, character %(column)s; correct it.")
    elif "<EOF>" in found[1]:
        message = _(
            "It cannot be read at line %(line)s, character %(column)s: it ends too early; "
            "complete it."
        )
    else:
        message = _(
            "It cannot be read at line %(line)s, character %(column)s: “%(found)s” does not "
            "belong there."
        )
    names = {"line": line, "column": column, "found": found[1] if found else ""}
    return BadExpression("expression_syntax", message % names)


def _in_words(cel_name: str) -> str:
    for word, kind in CEL_TYPES.items():
        if kind.name().lower() == cel_name.lower():
            return str(WORDS_IN_WORDS[word])
    return {"dyn": _("a value of any type"), "null_type": "null"}.get(cel_name.lower(), cel_name)


def _is_of(word: str, value: object) -> bool:
    if word == "timestamp":
        return isinstance(value, datetime)
    if word == "double":
        return isinstance(value, float)
    try:
        to_cel(word, value)
    except UnfitValue:
        return False
    return True
