"""A service as a booking screen needs it: one read instead of four."""

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.catalog.parameters import Place
from api.catalog.slots import SlotsBody
from api.catalog.times import Moment
from api.content.documents import locale_of
from api.conventions.access import ANYONE, in_scope
from api.conventions.coordinates import PlacedQuery
from api.conventions.operations import operation
from api.conventions.parameters import Language, WholeNumber
from api.conventions.refusals import ParameterRefused, ScopeMissing
from api.conventions.views import View
from api.orders.bodies import MOST, OPTIONS
from catalog.services.documents.services import COLLECTION, OptionBody, ServiceSummary
from catalog.services.words import words_in
from cms.delivery.models import PublishedDocument
from cms.delivery.queries import read_document
from workflows.orders.offering import ServiceOffer, offer_service
from workflows.orders.refusals import InvalidRequest
from workflows.orders.requests import OfferRequest

SCOPE = "orders"
# What says how to ask and answer, not what is asked.
HOW = ("locale", "crs")


class OfferedService(ServiceSummary):
    """The service as its list shows it, and what may be added to it."""

    options: list[OptionBody]


class OfferLine(BaseModel):
    """``amount`` in minor units; below zero for what is taken off."""

    kind: str
    label: str
    quantity: int
    amount: int


class OfferCoupon(BaseModel):
    """A coupon that fits: ``amount``, in minor units, is what it alone takes off.

    ``claimed``: mine and not used, else I may claim it. ``applied``: the lines have it.
    """

    code: str
    name: str
    amount: int
    combines: bool
    claimed: bool
    applied: bool


class OfferBody(BaseModel):
    """``POST quotes/`` with ``version`` and the applied coupons answers the same lines.

    ``minutes`` is how long the visit takes; ``slots`` are those of the next three dates, of seven,
    that have any. ``is_free`` is of ``starts_at``; null without it.
    """

    service: OfferedService
    version: int
    lines: list[OfferLine]
    total: int
    currency: str
    minutes: int
    coupons: list[OfferCoupon]
    slots: SlotsBody
    is_free: bool | None


class Choices(serializers.RegexField):
    """``balcony:2,oven``: options by key, each with how many of it, one if that is not said."""

    default_error_messages = {
        "invalid": gettext_lazy("Give options by key, each with how many of it: balcony:2,oven.")
    }

    def __init__(self, **options: Any) -> None:
        one = r"[-a-zA-Z0-9_]+(:[1-9][0-9]{0,3})?"
        super().__init__(f"^{one}(,{one})*$", **options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        # After the pattern, which is that of the text.
        value = super().run_validation(data)
        if not isinstance(value, str):
            return value
        pairs = [each.partition(":") for each in value.split(",")]
        chosen = {key: int(count or 1) for key, _colon, count in pairs}
        if len(chosen) < len(pairs):
            raise serializers.ValidationError(_("Name each option once."), code="named_twice")
        if len(chosen) > OPTIONS or max(chosen.values()) > MOST:
            raise serializers.ValidationError(_("These are too many options."), code="too_many")
        return chosen


class OfferQuery(PlacedQuery):
    starts_at = Moment(
        required=False,
        help_text=gettext_lazy("The time thought of; slots are of its date and later."),
    )
    address = serializers.UUIDField(
        required=False, help_text=gettext_lazy("One of my own: who serves its region may come.")
    )
    near = Place(
        required=False, help_text=gettext_lazy("Latitude and longitude: who is near comes first.")
    )
    region = serializers.SlugField(
        required=False, help_text=gettext_lazy("A region's key: who serves it may come.")
    )
    provider = serializers.UUIDField(
        required=False, help_text=gettext_lazy("A provider's id; any if it is not given.")
    )
    options = Choices(
        required=False,
        help_text=gettext_lazy("Options with their numbers, such as balcony:2,oven."),
    )
    quantity = WholeNumber(
        default=1, min_value=1, max_value=MOST, help_text=gettext_lazy("How many units.")
    )
    locale = Language()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        # An address has a region and a place of its own.
        text = _("Give an address or a place: one of them.")
        beside: dict[str, list[str]] = {n: [text] for n in ("near", "region") if n in attrs}
        if "address" in attrs and beside:
            raise serializers.ValidationError(beside, code="one_of")
        return attrs


class Offer(View):
    @operation(
        "Read what booking a service needs",
        access=ANYONE,
        query=OfferQuery,
        answers={200: OfferBody},
        refusals=(403, 404),
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        by = request.user if request.user.is_authenticated else None
        if by is not None and not in_scope(request, SCOPE):
            # Coupons and addresses are not for a token that is good for other things.
            raise ScopeMissing
        asked = {name: value for name, value in self.parameters.items() if name not in HOW}
        try:
            offer = offer_service(OfferRequest(key, **asked), by=by, now=timezone.now())
        except InvalidRequest as error:
            if error.errors[0]["loc"] == ["service"]:
                raise Http404 from error
            raise ParameterRefused(
                [{**each, "loc": ["query", *each["loc"]]} for each in error.errors]
            ) from error
        locale = locale_of(self.parameters)
        body = _body(offer, key, locale)
        return Response(
            body.model_dump(mode="json"),
            headers={
                "Cache-Control": "private, no-store" if by else "private, no-cache",
                "Content-Language": locale,
            },
        )


def _body(offer: ServiceOffer, key: str, locale: str) -> OfferBody:
    try:
        document = read_document(COLLECTION, key, locale)
    except PublishedDocument.DoesNotExist as error:
        raise Http404 from error
    return OfferBody(
        service=OfferedService.model_validate(json.loads(document.body)),
        version=offer.version.number,
        lines=[
            OfferLine(
                kind=line.kind,
                label=words_in(line.label, locale),
                quantity=line.quantity,
                amount=line.amount,
            )
            for line in offer.priced.lines
        ],
        total=offer.priced.total,
        currency=offer.currency,
        minutes=offer.priced.minutes,
        coupons=[
            OfferCoupon(
                code=one.code,
                name=words_in(one.name, locale),
                amount=one.amount,
                combines=one.combines,
                claimed=one.held,
                applied=one.applied,
            )
            for one in offer.coupons
        ],
        slots=SlotsBody.model_validate(
            {
                "timezone": offer.slots.timezone,
                "items": [
                    {"starts_at": s.starts_at, "ends_at": s.ends_at, "providers": s.providers}
                    for s in offer.slots.slots
                ],
            }
        ),
        is_free=offer.is_free,
    )
