"""What operators fill in about a coupon."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from accounts.users.models import User
from catalog.services.money import MINOR_UNITS
from promotions.coupons.actions import save_coupon
from promotions.coupons.models import Coupon
from promotions.coupons.states import FIXED_ONCE_CLAIMED, CouponKind


class PersonField(forms.CharField):
    """One person by name of login, phone or e-mail: a list of everybody is endless."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        named = Q(username=text) | Q(phone=text) | Q(email__iexact=text)
        person = User.objects.filter(named, is_active=True).first()
        if person is None:
            raise ValidationError(
                _("Nobody has the login, phone or e-mail address “%(text)s”."),
                code="unknown_person",
                params={"text": text},
            )
        return person

    def prepare_value(self, value: Any) -> Any:
        # A form gives a related row by its key, and what was typed as it was.
        return User.objects.get(pk=value).username if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))


class CouponForm(WagtailAdminModelForm):
    """What has been claimed keeps its worth: those fields are shown and cannot be changed."""

    personal_to = PersonField(
        label=gettext_lazy("Personal to"),
        required=False,
        help_text=gettext_lazy(
            "The login, phone or e-mail address of the one who may claim it; empty: everybody."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.claimed:
            for name in FIXED_ONCE_CLAIMED:
                self.fields[name].disabled = True
        if self.instance.kind == CouponKind.PERCENT:
            # Per cent stand in the box as they are, and are no hundredths.
            self.initial["value"] = str(self.instance.value or "")

    def clean_value(self) -> int | None:
        """Minor units, or per cent: the kind stands before it and has been read."""
        value: int | None = self.cleaned_data["value"]
        if value is None or self.cleaned_data.get("kind") != CouponKind.PERCENT:
            return value
        share, rest = divmod(value, MINOR_UNITS)
        if rest:
            raise ValidationError(_("Per cent are whole numbers."), code="invalid")
        return share

    def save(self, commit: bool = True) -> Coupon:
        return save_coupon(super().save(commit=False))
