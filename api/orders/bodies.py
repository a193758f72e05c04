"""What people send to book."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.users.coordinates import ReferenceSystem
from api.accounts.addresses import PhoneField, PointBody
from api.catalog.times import Moment
from api.conventions.bodies import Body
from workflows.orders.requests import Place, QuoteRequest

MOST = 1000
COUPONS = 5
OPTIONS = 30


class PlaceBody(PointBody):
    """A place that is in nobody's address book."""

    region = serializers.SlugField(max_length=60)
    line = serializers.CharField(max_length=240)
    contact_name = serializers.CharField(max_length=80, required=False, default="")
    contact_phone = PhoneField(max_length=30, required=False, default="")


DEGREES = {"type": "number"}
TEXT = {"type": "string"}


# Written out: the document's tools know no choice between a field and a body.
@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "format": "uuid"},
            {
                "type": "object",
                "properties": {
                    "lat": DEGREES | {"minimum": -90, "maximum": 90},
                    "lng": DEGREES | {"minimum": -180, "maximum": 180},
                    "crs": {"enum": ReferenceSystem.values, "default": ReferenceSystem.WGS84.value},
                    "region": TEXT | {"maxLength": 60, "pattern": "^[-a-zA-Z0-9_]+$"},
                    "line": TEXT | {"minLength": 1, "maxLength": 240},
                    "contact_name": TEXT | {"maxLength": 80},
                    "contact_phone": TEXT | {"maxLength": 30},
                },
                "required": ["lat", "lng", "region", "line"],
                "additionalProperties": False,
            },
        ]
    }
)
class AddressOrPlace(serializers.Field[Any, Any, Any, Any]):
    """The id of one of one's own addresses, or a place."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            place = PlaceBody(data=data)
            place.is_valid(raise_exception=True)
            values = dict(place.validated_data)
            del values["crs"]
            return Place(**values)
        return serializers.UUIDField().run_validation(data)


class QuoteBody(Body):
    service = serializers.SlugField(required=False, max_length=64)
    package = serializers.SlugField(required=False, max_length=64)
    options = serializers.DictField(
        child=serializers.IntegerField(min_value=1, max_value=MOST),
        required=False,
        help_text=gettext_lazy("An option's key to how many of it."),
    )
    quantity = serializers.IntegerField(required=False, min_value=1, max_value=MOST)
    provider = serializers.UUIDField(
        required=False, allow_null=True, help_text=gettext_lazy("Nobody in particular: null.")
    )
    starts_at = Moment()
    address = AddressOrPlace()
    coupons = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=COUPONS
    )
    version = serializers.IntegerField(
        required=False,
        min_value=1,
        help_text=gettext_lazy("The service's version that an offer named: 409 if it has changed."),
    )
    points = serializers.IntegerField(
        required=False, min_value=0, max_value=0, help_text=gettext_lazy("None can be spent yet.")
    )
    insurance = serializers.SlugField(
        required=False, allow_null=True, help_text=gettext_lazy("None is sold yet: null.")
    )

    def validate_insurance(self, value: str | None) -> None:
        if value is not None:
            raise serializers.ValidationError(_("There is no such insurance."), code="unknown")

    def validate_options(self, value: dict[str, int]) -> dict[str, int]:
        if len(value) > OPTIONS:
            raise serializers.ValidationError(_("These are too many options."), code="too_many")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("service" in attrs) == ("package" in attrs):
            raise serializers.ValidationError(
                {"service": [_("Name a service or a package: one of them.")]}, code="one_of"
            )
        return attrs


def as_request(values: dict[str, Any]) -> QuoteRequest:
    """The validated body as the domain takes it."""
    names = (
        "service", "package", "options", "quantity", "provider", "starts_at", "address", "version",
    )  # fmt: skip
    given = {name: values[name] for name in names if name in values}
    return QuoteRequest(**given, coupons=tuple(values.get("coupons", ())))


class OrderBody(Body):
    quote = serializers.UUIDField()
    notes = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")


class PaymentBody(Body):
    gateway = serializers.SlugField(max_length=20)
