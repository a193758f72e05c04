"""Query parameters that several lists of the catalogue take."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from api.conventions.parameters import THOROUGH, WholeNumber
from api.conventions.suggestions import suggestion
from catalog.providers.models import Provider
from catalog.providers.queries import active_provider
from catalog.services.models import Category, ServiceListing
from catalog.services.queries import listed_service


class CategoryKey(serializers.CharField):
    """The key of a category, which is looked up where the query is read thoroughly."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault(
            "help_text", gettext_lazy("A category's key; all below it are meant too.")
        )
        super().__init__(**options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        # After the validators, which refuse what no database takes.
        key = super().run_validation(data)
        if self.context.get(THOROUGH, True) and not Category.objects.filter(key=key).exists():
            text = _("There is no category “%(key)s”.") % {"key": key}
            known = Category.objects.values_list("key", flat=True)
            raise serializers.ValidationError(
                text + suggestion(key, known), code="unknown_category"
            )
        return key


class ProviderId(serializers.UUIDField):
    """The id of an active provider; reads the provider, in one query."""

    def to_internal_value(self, data: Any) -> Any:
        public_id = super().to_internal_value(data)
        try:
            return active_provider(public_id)
        except Provider.DoesNotExist as error:
            raise serializers.ValidationError(
                _("There is no such provider."), code="unknown_provider"
            ) from error


class ServiceKey(serializers.SlugField):
    """The key of a published service; reads what the service needs, in two queries."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        # After the pattern, which is that of the text.
        key = super().run_validation(data)
        try:
            return listed_service(key)
        except ServiceListing.DoesNotExist as error:
            raise serializers.ValidationError(
                _("There is no service “%(key)s”.") % {"key": key}, code="unknown_service"
            ) from error


class Place(serializers.RegexField):
    """``31.2304,121.4737``: latitude and longitude in degrees."""

    default_error_messages = {
        "invalid": gettext_lazy("Give latitude and longitude in degrees: 31.2304,121.4737."),
        "out_of_range": gettext_lazy(
            "Give latitude first, from -90 to 90, then longitude, from -180 to 180."
        ),
    }

    def __init__(self, **options: Any) -> None:
        number = r"-?[0-9]{1,3}(\.[0-9]{1,15})?"
        super().__init__(f"^{number},{number}$", **options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        # After the pattern, which is that of the text.
        value = super().run_validation(data)
        if not isinstance(value, str):
            return value
        lat, lng = map(float, value.split(","))
        if abs(lat) > 90 or abs(lng) > 180:
            self.fail("out_of_range")
        return lat, lng


def least(help_text: Any) -> WholeNumber:
    """A whole number from zero."""
    return WholeNumber(required=False, min_value=0, max_value=2**53 - 1, help_text=help_text)


def refuse_inverted(values: dict[str, Any], name: str) -> None:
    """Refuse a range whose ``<name>_min`` is above its ``<name>_max``."""
    low, high = values.get(f"{name}_min"), values.get(f"{name}_max")
    if low is not None and high is not None and low > high:
        text = _("%(name)s_max is below %(name)s_min: nothing can match.") % {"name": name}
        raise serializers.ValidationError({f"{name}_max": [text]}, code="inverted_range")
