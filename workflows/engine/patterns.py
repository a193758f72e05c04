"""Regular expressions that operators write, run by RE2.

RE2 takes time linear in the text: an unlucky pattern cannot hold up a worker, as it could with
Python's own engine. CEL brings it along.
"""

from collections.abc import Callable

from cel_expr_python import cel
from django.utils.translation import gettext as _

_ENV = cel.NewEnv(variables={"text": cel.Type.STRING, "pattern": cel.Type.STRING})
_MATCHES = _ENV.compile("text.matches(pattern)")


def whole_match(pattern: str) -> Callable[[str], bool]:
    """A test whether the whole of a text matches, or ``ValueError`` for what is no pattern."""
    anchored = f"^(?:{pattern})$"
    if "\0" in pattern or _MATCHES.eval(data={"text": "", "pattern": anchored}).type() != BOOL:
        raise ValueError(_("“%(pattern)s” is no regular expression (RE2)") % {"pattern": pattern})

    def matches(text: str) -> bool:
        answer = _MATCHES.eval(data={"text": text, "pattern": anchored})
        return answer.type() == BOOL and answer.plain_value() is True

    return matches


BOOL = cel.Type.BOOL
