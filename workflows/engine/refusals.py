"""How the engine says no. The API maps each refusal by its ``status``, so a view has no ``try``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypedDict, runtime_checkable

from django.utils.translation import gettext_lazy as _

from .problems import Problem

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class FieldError(TypedDict):
    """One value that does not fit: where it is, a stable code, and plain words."""

    loc: list[str | int]
    type: str
    msg: str


@runtime_checkable
class Worded(Protocol):
    """The shape of a refusal, which those of the areas below have too: worded for people."""

    status: int
    code: str
    detail: Any
    errors: Sequence[Any]


def worded(error: object) -> Worded | None:
    """``error`` where it is a refusal of any area of the house."""
    return error if isinstance(error, Worded) else None


class Refusal(Exception):
    """Base of everything the engine refuses.

    ``status`` is the HTTP status, ``code`` a stable word for clients, ``detail`` a sentence for
    the person, ``errors`` what is wrong value by value (only of ``InvalidForm`` and
    ``InvalidDefinition``). A ``transient`` one passes by itself: the same request may come again.
    """

    status: ClassVar[int] = 400
    transient: ClassVar[bool] = False
    default_code: ClassVar[str] = "refused"
    default_detail: ClassVar[StrOrPromise] = _("This is not possible.")

    def __init__(
        self,
        detail: StrOrPromise = "",
        *,
        code: str = "",
        errors: Sequence[FieldError] = (),
    ) -> None:
        self.detail = detail or self.default_detail
        self.code = code or self.default_code
        self.errors: list[FieldError] = list(errors)
        super().__init__(self.detail)

    def __str__(self) -> str:
        return str(self.detail)


class NotFound(Refusal):
    """There is no such thing, or the caller may not see it."""

    status = 404
    default_code = "not_found"
    default_detail = _("There is nothing here.")


class NotAllowed(Refusal):
    """The caller sees it but may not do this."""

    status = 403
    default_code = "not_allowed"
    default_detail = _("You may not do this.")


class NotAvailable(Refusal):
    """The action is not offered now."""

    status = 409
    default_code = "not_available"
    default_detail = _("This action is not available now.")


class Conflict(Refusal):
    """Somebody else got there first."""

    status = 409
    default_code = "conflict"
    default_detail = _("Somebody else was quicker. Read it again.")


class Busy(Conflict):
    """Somebody else is at the case, for longer than anybody waits."""

    transient = True
    default_code = "case_busy"
    default_detail = _("This case is busy. Try again.")


class InvalidForm(Refusal):
    """Submitted data does not fit the form; ``errors`` says where and why."""

    status = 422
    default_code = "invalid_form"
    default_detail = _("Some answers do not fit.")


class InvalidDefinition(Refusal):
    """A definition that cannot be read or published; ``problems`` says what to do."""

    status = 422
    default_code = "invalid_definition"
    default_detail = _("This process has problems that must be solved first.")

    def __init__(self, problems: Sequence[Problem], detail: StrOrPromise = "") -> None:
        self.problems = list(problems)
        errors: list[FieldError] = [
            {
                "loc": ["definition", problem.step] if problem.step else ["definition"],
                "type": problem.code,
                "msg": problem.message,
            }
            for problem in self.problems
        ]
        super().__init__(detail, errors=errors)


class StaleDraft(Refusal):
    """The draft was saved by somebody else after it was read."""

    status = 412
    default_code = "stale_draft"
    default_detail = _("Somebody else saved this draft after you opened it. Read it again.")


class ExpressionFailed(Refusal):
    """An expression gave no value of its declared type; the step takes its error way."""

    status = 409
    default_code = "expression_failed"
    default_detail = _("A condition of this process could not be evaluated.")
