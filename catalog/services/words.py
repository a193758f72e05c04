"""A few words in every content language, kept beside the fact that they name.

Pages are translated as pages. A category, an option or a provider is one row of facts with a
name or two; its words are a map of language to text: ``{"en": "Kettle", "zh-hans": "水壶"}``.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.delivery.locales import pick_any

Words = Mapping[str, str]


def words_in(words: Words, language: str) -> str:
    """``words`` in ``language``, else in those that stand in for it, or any; ``""`` of none."""
    return pick_any({code: text for code, text in words.items() if text}, language) or ""


def validate_words(value: object) -> None:
    """Refuse what is not a map of content languages to text."""
    languages = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ValidationError(_("Give a text for each language."), code="not_words")
    if unknown := sorted(set(value) - set(languages)):
        raise ValidationError(
            _("“%(language)s” is not a language of this site."),
            code="unknown_language",
            params={"language": unknown[0]},
        )


class WordsWidget(forms.MultiWidget):
    """One input per content language, each under the language's name."""

    template_name = "services/words_widget.html"

    def __init__(self, *, multiline: bool = False, attrs: dict[str, Any] | None = None) -> None:
        self.languages = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
        kind = forms.Textarea if multiline else forms.TextInput
        super().__init__({code: kind() for code in self.languages}, attrs)

    def decompress(self, value: Words | None) -> list[str]:
        return [(value or {}).get(code, "") for code in self.languages]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        names = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
        for code, subwidget in zip(self.languages, context["widget"]["subwidgets"], strict=True):
            # Only the source language is required: the others fall back to it.
            subwidget["attrs"]["required"] = (
                context["widget"]["required"] and code == settings.LANGUAGE_CODE
            )
            subwidget.update(language=code, language_name=names[code])
        return context


class WordsFormField(forms.MultiValueField):
    """Collects the inputs of ``WordsWidget`` into the map; empty languages are left out."""

    def __init__(self, *, multiline: bool = False, max_length: int | None = None, **kwargs: Any):
        kwargs.pop("widget", None)
        self.languages = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
        required = kwargs.get("required", True)
        fields = [
            forms.CharField(
                required=required and code == settings.LANGUAGE_CODE, max_length=max_length
            )
            for code in self.languages
        ]
        super().__init__(
            fields, widget=WordsWidget(multiline=multiline), require_all_fields=False, **kwargs
        )

    def compress(self, data_list: list[str]) -> dict[str, str]:
        return {code: text for code, text in zip(self.languages, data_list, strict=False) if text}

    def has_changed(self, initial: Words | None, data: list[str] | None) -> bool:
        return super().has_changed(initial or {}, data)


class WordsField(models.JSONField):
    """A map of language to text, edited as one input per language."""

    default_validators = [validate_words]

    def __init__(self, *args: Any, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return WordsFormField(
            multiline=self.multiline,
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )
