"""Lessons and exam questions as editors write them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.pages.blocks import BodyBlock


class LessonBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    minutes = blocks.IntegerBlock(label=_("Minutes to read"), min_value=1, max_value=240)
    body = BodyBlock(label=_("Body"))

    class Meta:
        icon = "doc-full"
        label = _("Lesson")


class ChoiceBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    correct = blocks.BooleanBlock(
        label=_("Correct"),
        required=False,
        help_text=_("On a translation this follows the source page."),
    )

    class Meta:
        icon = "tick"
        label = _("Answer")


class QuestionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Question"), max_length=500)
    multiple = blocks.BooleanBlock(
        label=_("Several answers may be correct"),
        required=False,
        help_text=_("Right is then who marks all correct answers and no other."),
    )
    choices = blocks.ListBlock(ChoiceBlock(), label=_("Answers"), min_num=2, max_num=8)

    class Meta:
        icon = "help"
        label = _("Question")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        correct = sum(bool(choice["correct"]) for choice in cleaned["choices"])
        if correct == 0 or (correct > 1 and not cleaned["multiple"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=[
                    ValidationError(
                        _("Mark one answer as correct, or allow several."), code="correct_answers"
                    )
                ]
            )
        return cleaned


class ExamBlock(blocks.StreamBlock):
    question = QuestionBlock()
