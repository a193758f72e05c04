"""Phone numbers as people type them."""

from typing import Any

from django import forms

from accounts.users.phones import normalise_phone


class PhoneField(forms.CharField):
    """Its value is in E.164 form, or empty."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return normalise_phone(typed) if typed else ""
