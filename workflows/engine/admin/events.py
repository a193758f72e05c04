"""What an outside event carries, as a form made of its declared values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput

from ..texts import localized
from ..vocabulary import EventType, called
from .views import language


class Written(forms.JSONField):
    """A value of several parts, written as JSON."""

    widget = AdminAutoHeightTextInput


class Lines(forms.CharField):
    """A list of texts, one a line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=AdminAutoHeightTextInput, help_text=_("One on each line."), **options
        )

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class EventForm(forms.Form):
    """The key makes the event count once, however often its form is sent."""

    sent_once = forms.UUIDField(widget=forms.HiddenInput)
    event: EventType

    def clean_sent_once(self) -> str:
        return str(self.cleaned_data["sent_once"])

    def data_of_event(self) -> dict[str, Any]:
        return {name: _plain(self.cleaned_data[name]) for name in self.event.data}


def event_form(event: EventType | None, key: str, *sent: Any) -> EventForm:
    """The form of ``event``, to be sent under ``key``."""
    if event is None:
        return EventForm(*sent)
    fields = {
        name: _field(localized(called(name, event.labels), language()), word)
        for name, word in event.data.items()
    }
    form = type("EventForm", (EventForm,), {**fields, "event": event})
    made: EventForm = form(*sent, initial={"sent_once": key})
    return made


def _field(label: str, word: str) -> forms.Field:
    match word:
        case "int":
            return forms.IntegerField(label=label)
        case "double":
            return forms.FloatField(label=label)
        case "bool":
            return forms.BooleanField(label=label, required=False)
        case "timestamp":
            return forms.DateTimeField(label=label, widget=AdminDateTimeInput)
        case "list<string>":
            return Lines(label=label)
        case "map" | "list<map>":
            return Written(label=label, help_text=_("Written as JSON."))
        case _:
            return forms.CharField(label=label)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
