"""Money as people type and read it in the admin, kept as integers in minor units.

Machines that write through the same forms by Wagtail's API send integers in minor units.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import FieldComparison, register_comparison_class

from cms.pages.facts import FactPanel

MINOR_UNITS = 100
# Ten billion yuan in fen: sums of several stay far inside 64 bits.
LARGEST_AMOUNT = 10**12
# Plain digits, or commas that part thousands; "12,90" could mean twelve or over a thousand.
TYPED = re.compile(r"(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?", re.ASCII)


def typed_amount(amount: int) -> str:
    """Minor units as they stand in a box: ``129.00``."""
    return f"{Decimal(amount) / MINOR_UNITS:.2f}"


class MoneyField(forms.Field):
    """A box for ``129.00``, whose value is 12900.

    Full-width digits, commas between thousands and blanks around are forgiven. Whatever else
    could be meant in two ways, and more than two decimals, is refused: nothing is rounded.
    """

    default_error_messages = {
        "invalid": _("Enter an amount such as 129.00, with at most two decimals."),
        "min_value": _("Enter at least %(limit)s."),
        "max_value": _("Enter at most %(limit)s."),
    }

    def __init__(
        self, *, min_value: int | None = None, max_value: int | None = None, **options: Any
    ) -> None:
        """The limits are in minor units; nothing is above ``LARGEST_AMOUNT``."""
        self.min_value = min_value
        self.max_value = LARGEST_AMOUNT if max_value is None else min(max_value, LARGEST_AMOUNT)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int) or value is None:
            return value
        text = unicodedata.normalize("NFKC", str(value)).strip()
        if not text:
            return None
        typed = TYPED.fullmatch(text)
        if typed is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        sign, whole, decimals = typed.groups(default="")
        return int(f"{sign}{whole.replace(',', '')}{decimals:0<2}")

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            self._refuse("min_value", self.min_value)
        if value > self.max_value:
            self._refuse("max_value", self.max_value)

    def _refuse(self, code: str, limit: int) -> None:
        params = {"limit": typed_amount(limit)}
        raise ValidationError(self.error_messages[code], code=code, params=params)

    def prepare_value(self, value: Any) -> Any:
        # What was typed stays as it was.
        return typed_amount(value) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(not self.disabled and self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class MinorUnits(models.Field):  # type: ignore[type-arg]  # a mixin, of columns of integers
    """Mixed into a column of integers: its box in a form takes ``129.00``.

    Migrations know the column by its plain class.
    """

    def formfield(self, *args: Any, **options: Any) -> Any:
        return super().formfield(*args, **{"form_class": MoneyField, **options})

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, f"django.db.models.{self.get_internal_type()}", args, options


class MinorUnitsField(MinorUnits, models.BigIntegerField):  # type: ignore[type-arg]
    """An amount of either sign as far as the column goes."""


class PositiveMinorUnitsField(MinorUnits, models.PositiveBigIntegerField):  # type: ignore[type-arg]
    """An amount of zero or more."""


class MoneyComparison(FieldComparison):
    """What changed between two revisions, in the words of the form."""

    def __init__(self, field: Any, before: Any, after: Any) -> None:
        super().__init__(field, before, after)
        # Django's column reads the value; Wagtail shows and compares these two.
        self.val_a, self.val_b = self._shown(before), self._shown(after)

    def _shown(self, row: Any) -> str:
        amount = self.field.value_from_object(row)
        return "" if amount is None else typed_amount(amount)


register_comparison_class(MinorUnits, comparison_class=MoneyComparison)


class MoneyFactPanel(FactPanel):
    """A sum that only the source page may change."""

    def format_value_for_display(self, value: Any) -> str:
        return typed_amount(value) if isinstance(value, int) else "–"
