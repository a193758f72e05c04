"""Query parameters that several lists of the catalogue take."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from api.conventions.parameters import WholeNumber
from api.conventions.suggestions import suggestion
from catalog.services.models import Category


class CategoryKey(serializers.CharField):
    """The key of a category; reads the category itself, in one query."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault(
            "help_text", gettext_lazy("A category's key; all below it are meant too.")
        )
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> Category:
        key = super().to_internal_value(data)
        category: Category | None = Category.objects.filter(key=key).first()
        if category is None:
            text = _("There is no category “%(key)s”.") % {"key": key}
            known = Category.objects.values_list("key", flat=True)
            raise serializers.ValidationError(
                text + suggestion(key, known), code="unknown_category"
            )
        return category


def least(help_text: Any) -> WholeNumber:
    """A whole number from zero."""
    return WholeNumber(required=False, min_value=0, max_value=2**53 - 1, help_text=help_text)


def refuse_inverted(values: dict[str, Any], name: str) -> None:
    """Refuse a range whose ``<name>_min`` is above its ``<name>_max``."""
    low, high = values.get(f"{name}_min"), values.get(f"{name}_max")
    if low is not None and high is not None and low > high:
        text = _("%(name)s_max is below %(name)s_min: nothing can match.") % {"name": name}
        raise serializers.ValidationError({f"{name}_max": [text]}, code="inverted_range")
