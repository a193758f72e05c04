"""What one sends to sign up."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.headless.account.inputs import SignupInput as AllauthInput
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.login.actions import welcome
from accounts.users.models import User
from accounts.users.names import validate_name


class SignupInput(AllauthInput):
    """``phone`` or ``email``, and if one likes ``display_name`` and ``language``."""

    display_name = forms.CharField(max_length=80, required=False, validators=[validate_name])
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)

    def validate_unique_email(self, value: str) -> str:
        # allauth would refuse with "taken" and so tell who is known here. A code has to be
        # answered in any case, so it can pretend, as it does for phones.
        self.account_already_exists = bool(filter_users_by_email(value))
        return str(get_adapter().validate_unique_email(value))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        # Exactly one: with two, somebody could prove his own address and wait for the owner of
        # the phone number to move in.
        if not self.errors and bool(data.get("phone")) == bool(data.get("email")):
            raise ValidationError(
                _("Sign up with a phone number or an e-mail address: one of them."),
                code="phone_or_email",
            )
        return data

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        active = get_language() or ""
        fallback = active if active in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        welcome(
            user,
            display_name=self.cleaned_data["display_name"],
            language=self.cleaned_data["language"] or fallback,
        )
