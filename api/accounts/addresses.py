"""One's own addresses: ``me/addresses/``."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.users.actions import add_address, change_address, remove_address
from accounts.users.coordinates import ReferenceSystem, to_wgs84
from accounts.users.models import Address
from accounts.users.names import validate_line, validate_name
from accounts.users.phones import normalise_phone
from api.conventions.access import SIGNED_IN, caller
from api.conventions.bodies import Body
from api.conventions.coordinates import PlacedQuery, System, placed
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page
from api.conventions.views import View

# Six decimals of a degree: a tenth of a metre.
STEP = Decimal("0.000001")
WGS84 = ReferenceSystem.WGS84


class PhoneField(serializers.CharField):
    """A phone number as people type it; its value is in E.164 form."""

    def to_internal_value(self, data: Any) -> str:
        try:
            return normalise_phone(super().to_internal_value(data))
        except DjangoValidationError as error:
            raise serializers.ValidationError(error.messages, code=error.code) from error


class Degrees(serializers.DecimalField):
    """Degrees from ``-limit`` to ``limit``, as a JSON number."""

    def __init__(self, *, limit: int, **options: Any) -> None:
        super().__init__(
            max_digits=None,
            decimal_places=None,
            min_value=Decimal(-limit),
            max_value=Decimal(limit),
            coerce_to_string=False,
            **options,
        )

    def run_validation(self, data: Any = empty) -> Any:
        value = super().run_validation(data)
        # After the limits: a number of 300 digits cannot be rounded to this step.
        return value.quantize(STEP) if isinstance(value, Decimal) else value


class AddressAnswer(serializers.ModelSerializer[Address]):
    id = serializers.UUIDField(source="uuid", read_only=True)
    lat = Degrees(limit=90)
    lng = Degrees(limit=180)

    class Meta:
        model = Address
        fields = (
            "id",
            "label",
            "region",
            "line",
            "lat",
            "lng",
            "contact_name",
            "contact_phone",
            "privacy",
            "is_default",
            "created_at",
        )
        read_only_fields = fields

    def to_representation(self, address: Address) -> dict[str, Any]:
        return placed(super().to_representation(address), self.context["crs"])


class PointBody(Body):
    """A point in ``crs``, which comes out in WGS 84; without a point ``crs`` is the answer's."""

    crs = System()
    lat = Degrees(limit=90)
    lng = Degrees(limit=180)

    def to_internal_value(self, data: Any) -> Any:
        values = super().to_internal_value(data)
        given = [name for name in ("lat", "lng") if name in values]
        if values.get("crs", WGS84) == WGS84 or not given:
            return values
        if len(given) == 1:
            # Each of the two depends on both.
            missing = "lng" if given == ["lat"] else "lat"
            text = _("Give lat and lng together where they are not in wgs84.")
            raise serializers.ValidationError({missing: [text]}, code="incomplete")
        lat, lng = to_wgs84((float(values["lat"]), float(values["lng"])), values["crs"])
        return values | {"lat": Decimal(lat).quantize(STEP), "lng": Decimal(lng).quantize(STEP)}


class AddressBody(PointBody):
    label = serializers.CharField(  # type: ignore[assignment]
        max_length=40, allow_blank=True, required=False, validators=[validate_line]
    )
    region = serializers.SlugField(max_length=60)
    line = serializers.CharField(max_length=240, validators=[validate_line])
    contact_name = serializers.CharField(max_length=80, validators=[validate_name])
    contact_phone = PhoneField(max_length=30)
    privacy = serializers.ChoiceField(choices=Address.Privacy.choices, required=False)
    is_default = serializers.BooleanField(required=False)


class AddressChanges(AddressBody):
    """The same, all of it optional."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if name != "crs":
                field.required = False


class AddressesQuery(PlacedQuery, CursorQuery):
    pass


class Addresses(View):
    @operation(
        "List my addresses, newest first",
        access=SIGNED_IN,
        scope="profile",
        query=AddressesQuery,
        answers={200: Page(AddressAnswer)},
    )
    def get(self, request: Request) -> Response:
        return Response(
            cursor_page(
                request,
                self.parameters,
                Address.objects.visible_to(caller(request)),
                lambda addresses: (
                    AddressAnswer(
                        list(addresses), many=True, context={"crs": self.parameters["crs"]}
                    ).data
                ),
                ordering=("-created_at", "-id"),
            )
        )

    @operation(
        "Add an address",
        access=SIGNED_IN,
        scope="profile",
        body=AddressBody,
        answers={201: AddressAnswer},
    )
    def post(self, request: Request) -> Response:
        system = self.body.pop("crs")
        address = add_address(caller(request), fields=self.body, now=timezone.now())
        return Response(AddressAnswer(address, context={"crs": system}).data, status=201)


class OneAddress(View):
    @operation(
        "Read one of my addresses",
        access=SIGNED_IN,
        scope="profile",
        query=PlacedQuery,
        answers={200: AddressAnswer},
        refusals=[404],
    )
    def get(self, request: Request, address_id: UUID) -> Response:
        context = {"crs": self.parameters["crs"]}
        return Response(AddressAnswer(_mine(request, address_id), context=context).data)

    @operation(
        "Change one of my addresses",
        access=SIGNED_IN,
        scope="profile",
        body=AddressChanges,
        answers={200: AddressAnswer},
        refusals=[404],
    )
    def patch(self, request: Request, address_id: UUID) -> Response:
        system = self.body.pop("crs")
        address = change_address(_mine(request, address_id), fields=self.body)
        return Response(AddressAnswer(address, context={"crs": system}).data)

    @operation(
        "Remove one of my addresses",
        access=SIGNED_IN,
        scope="profile",
        answers={204: None},
        refusals=[404],
    )
    def delete(self, request: Request, address_id: UUID) -> Response:
        remove_address(_mine(request, address_id))
        return Response(status=204)


def _mine(request: Request, address_id: UUID) -> Address:
    return get_object_or_404(Address.objects.visible_to(caller(request)), uuid=address_id)
