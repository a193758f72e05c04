"""The form of a task as a Django form, made from what ``queries.form_for`` describes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from accounts.uploads.refusals import UploadRefused

from .fields import KINDS, Hint
from .files import FILE_WIDGETS, Store, file_field


class AnswerForm(forms.Form):
    """Fields named as in the definition. What they hold is for the engine to judge."""

    use_required_attribute = False
    hints: Mapping[str, Hint] = {}

    def keep(self, store: Store) -> None:
        """Store the files that were sent, of a form that was validated: they become upload ids."""
        for key, hint in self.hints.items():
            file = self.cleaned_data.get(key)
            if hint["widget"] not in FILE_WIDGETS or not isinstance(file, UploadedFile):
                continue
            try:
                kept = store(file)
            except UploadRefused as refused:
                self.add_error(key, str(refused.detail))
            else:
                self.cleaned_data[key] = self.fields[key].widget.kept = kept

    def answers(self) -> dict[str, Any]:
        """The answers as the engine takes them; files as upload ids.

        A question whose condition is not met and that was left empty is no answer at all.
        """
        answers = {}
        for key, hint in self.hints.items():
            answer = self._answer(key, hint)
            unasked = not hint.get("shown", True) or "show_when" in hint
            kept = hint["widget"] in FILE_WIDGETS or hint.get("is_set")
            if answer in (None, "", []) and (unasked or kept):
                continue
            answers[key] = answer
        return answers

    def _answer(self, key: str, hint: Hint) -> Any:
        value = self.cleaned_data.get(key)
        if hint["widget"] in FILE_WIDGETS:
            return value or None
        return KINDS[hint["widget"]].written(value)

    def forget_errors(self) -> None:
        """Show what was sent without judging it: somebody is not through yet."""
        self._errors = ErrorDict()

    def refuse(self, errors: Iterable[Mapping[str, Any]]) -> None:
        """Put the engine's errors at their fields; the rest at the top."""
        for error in errors:
            loc = list(error["loc"])
            key = str(loc[1]) if len(loc) > 1 and loc[0] == "data" else None
            self.add_error(key if key in self.fields else None, str(error["msg"]))


def form_class(
    properties: Mapping[str, Any], hints: Mapping[str, Hint], data: Mapping[str, Any]
) -> type[AnswerForm]:
    """A form class of the editable fields in ``hints`` that are no tables, with initial values."""
    asked = {key: hint for key, hint in hints.items() if hint["widget"] != "table"}
    fields = {key: _field(properties[key], hint, data.get(key)) for key, hint in asked.items()}
    made: type[AnswerForm] = type("TaskForm", (AnswerForm,), fields)
    # Afterwards: a field may be called so, too.
    made.hints = asked
    return made


def _field(schema: Mapping[str, Any], hint: Hint, value: Any) -> forms.Field:
    if hint["widget"] in FILE_WIDGETS:
        field: forms.Field = file_field(hint)
        field.help_text = (
            _("A file is here already; choose another to replace it.") if value else ""
        )
    else:
        kind = KINDS[hint["widget"]]
        field = kind.make(hint)
        # The default of a question that is not asked yet would count as an answer to it.
        field.initial = kind.shown(value) if hint.get("shown", True) else None
    # Where it depends, the engine says what is missing: it knows which questions are asked.
    field.required = bool(hint["required"]) and not _may_stay_empty(hint, value)
    field.label = schema.get("title", "")
    field.help_text = " ".join(
        str(text) for text in (schema.get("description"), field.help_text, _note(hint)) if text
    )
    return field


def _may_stay_empty(hint: Hint, value: Any) -> bool:
    has_file = hint["widget"] in FILE_WIDGETS and value is not None
    return "show_when" in hint or bool(hint.get("is_set")) or has_file


def _note(hint: Hint) -> Any:
    if "show_when" in hint:
        return _("Answer this only where it applies.")
    if hint.get("is_set"):
        return _("Held under seal. Leave it empty to keep it.")
    return ""
