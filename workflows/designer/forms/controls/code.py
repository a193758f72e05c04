"""Formulas as they are written; what is wrong with one is told where it stands."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from workflows.engine.expressions import BadExpression, Environment
from workflows.engine.handover import compile_any

from ..desk import Place
from .groups import Field, Group
from .leaves import Line


@dataclass(frozen=True)
class Formula(Line):
    """CEL that gives a value of the type ``result``, or of any. A wrong one is kept all the same:
    whoever writes it is not done yet.
    """

    rows: int = 2
    code: bool = True
    result: str = ""

    def draw(self, at: Place) -> SafeString:
        if at.value and (problem := self._problem(str(at.value), at.desk.environment)):
            at.desk.notes.setdefault(at.name, problem)
        return super().draw(at)

    def _problem(self, text: str, environment: Environment) -> str:
        try:
            if self.result:
                environment.compile(text, result=self.result)
            else:
                compile_any(environment, text)
        except BadExpression as bad:
            return str(bad)
        return ""


def formula_of(result: str) -> Group:
    """``{"cel": …}`` that has to be there and gives a value of the type ``result``."""
    return Group((Field("cel", _("Formula"), Formula(result=result), required=True),), bare=True)
