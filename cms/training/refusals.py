"""Why an attempt is not taken."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.training.exams import AnswerError

REASONS = {
    "unknown_question": gettext_lazy("The exam has no such question."),
    "unanswered": gettext_lazy("Answer this question."),
    "unknown_choice": gettext_lazy("The question has no such choice."),
    "one_choice": gettext_lazy("Choose one answer only."),
}


class ExamRefused(Exception):
    """A refusal with an HTTP status, a code, a sentence and errors by question."""

    def __init__(
        self, status: int, code: str, detail: str, errors: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.errors = status, code, detail, list(errors)


def answers_refused(errors: Iterable[AnswerError]) -> ExamRefused:
    """The refusal of answers that do not fit the exam."""
    return ExamRefused(
        422,
        "invalid_answers",
        _("Not every question is answered as it asks."),
        [
            {
                "loc": ["answers", error.question],
                "type": error.code,
                "msg": str(REASONS[error.code]),
            }
            for error in errors
        ],
    )
