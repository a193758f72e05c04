"""Exams as values: how one is worded, read and graded. No ORM."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

RawQuestions = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Choice:
    id: str
    text: str
    correct: bool


@dataclass(frozen=True)
class Question:
    """One question; ``multiple`` if several choices may be correct."""

    id: str
    text: str
    multiple: bool
    choices: tuple[Choice, ...]

    @property
    def solution(self) -> frozenset[str]:
        return frozenset(choice.id for choice in self.choices if choice.correct)


@dataclass(frozen=True)
class Exam:
    """The questions in order; ``pass_mark`` in per cent of them."""

    questions: tuple[Question, ...]
    pass_mark: int

    @property
    def key(self) -> tuple[object, ...]:
        """The exam without its words: equal in all languages."""
        return tuple(
            (
                question.id,
                question.multiple,
                tuple((one.id, one.correct) for one in question.choices),
            )
            for question in self.questions
        )


@dataclass(frozen=True)
class Grade:
    """How many of the questions were answered right, and whether that is enough."""

    right: int
    questions: int
    passed: bool


@dataclass(frozen=True)
class AnswerError:
    """One answer that does not fit the exam: a question's id, a code and the reason's value."""

    question: str
    code: str


def exam_of(raw: RawQuestions, pass_mark: int) -> Exam:
    """The exam in the stored form of its StreamField."""
    return Exam(
        questions=tuple(
            Question(
                id=question["id"],
                text=question["value"]["text"],
                multiple=bool(question["value"]["multiple"]),
                choices=tuple(
                    Choice(
                        id=choice["id"],
                        text=choice["value"]["text"],
                        correct=bool(choice["value"]["correct"]),
                    )
                    for choice in question["value"]["choices"]
                ),
            )
            for question in raw
        ),
        pass_mark=pass_mark,
    )


def misfits(exam: Exam, answers: Mapping[str, Sequence[str]]) -> list[AnswerError]:
    """What in ``answers`` (question id to choice ids) is no answer to ``exam``."""
    known = {question.id: question for question in exam.questions}
    errors = [AnswerError(key, "unknown_question") for key in answers if key not in known]
    for question in exam.questions:
        given = answers.get(question.id)
        if not given:
            errors.append(AnswerError(question.id, "unanswered"))
        elif set(given) - {choice.id for choice in question.choices}:
            errors.append(AnswerError(question.id, "unknown_choice"))
        elif len(set(given)) > 1 and not question.multiple:
            errors.append(AnswerError(question.id, "one_choice"))
    return errors


def grade(exam: Exam, answers: Mapping[str, Sequence[str]]) -> Grade:
    """Grade ``answers``: a question counts if exactly its correct choices are marked.

    Whole numbers only: ``right / questions >= pass_mark / 100`` without division. An exam
    without questions is never passed.
    """
    right = sum(
        frozenset(answers.get(question.id, ())) == question.solution for question in exam.questions
    )
    total = len(exam.questions)
    return Grade(right, total, total > 0 and right * 100 >= exam.pass_mark * total)


def worded(source: RawQuestions, words: RawQuestions) -> list[dict[str, Any]]:
    """The questions of ``source`` with the texts of ``words``, matched by id.

    Which questions there are, their order and what is correct come from the source; a text that
    is missing stays in the source's language.
    """
    texts = {question["id"]: question["value"]["text"] for question in words}
    choices = {
        (question["id"], choice["id"]): choice["value"]["text"]
        for question in words
        for choice in question["value"]["choices"]
    }
    return [
        {
            **question,
            "value": {
                **question["value"],
                "text": texts.get(question["id"], question["value"]["text"]),
                "choices": [
                    {
                        **choice,
                        "value": {
                            **choice["value"],
                            "text": choices.get(
                                (question["id"], choice["id"]), choice["value"]["text"]
                            ),
                        },
                    }
                    for choice in question["value"]["choices"]
                ],
            },
        }
        for question in source
    ]
