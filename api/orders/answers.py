"""What people are told of quotes and orders."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.users.models import User
from api.conventions.coordinates import placed
from api.work.answers import Asked, OfferAnswer
from catalog.providers.locations import cell_of, centre_of
from catalog.services.words import words_in
from workflows.engine import queries as engine
from workflows.orders.models import Order, Quote
from workflows.orders.queries import case_of, due, may_see_address, stage_label
from workflows.payments.models import Payment
from workflows.payments.queries import money_of


class LineAnswer(serializers.Serializer[Any]):
    """``amount`` in minor units; below zero for what is taken off."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    quantity = serializers.IntegerField()
    amount = serializers.IntegerField()


def lines_of(quote: Quote, language: str) -> list[dict[str, Any]]:
    """The lines of a quote with their labels in one language."""
    lines = [{**line, "label": words_in(line["label"], language)} for line in quote.lines]
    return [dict(line) for line in LineAnswer(lines, many=True).data]


class QuoteAnswer(serializers.ModelSerializer[Quote]):
    """``total`` is the sum of the lines; the quote can be ordered until ``expires_at``."""

    id = serializers.UUIDField(source="uuid")
    lines = serializers.SerializerMethodField()

    class Meta:
        model = Quote
        fields = ("id", "lines", "total", "currency", "starts_at", "ends_at", "expires_at")

    @extend_schema_field(LineAnswer(many=True))
    def get_lines(self, quote: Quote) -> list[dict[str, Any]]:
        return lines_of(quote, self.context["language"])


class OrderedService(serializers.Serializer[Any]):
    """What was ordered, by the key of a service or package."""

    kind = serializers.ChoiceField(choices=("service", "package"))
    key = serializers.CharField()
    title = serializers.CharField()


class OrderProvider(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField(source="public_name")


class OrderAddress(serializers.Serializer[Any]):
    """Before the provider has accepted, they are told the region and the middle of the area."""

    region = serializers.CharField()
    lat = serializers.FloatField()
    lng = serializers.FloatField()
    line = serializers.CharField(required=False)
    contact_name = serializers.CharField(required=False)
    contact_phone = serializers.CharField(required=False)


class MoneyAnswer(serializers.Serializer[Any]):
    """In minor units."""

    due = serializers.IntegerField()
    paid = serializers.IntegerField()
    refunded = serializers.IntegerField()


class OrderItem(Asked):
    """An order in a list."""

    stage_label = serializers.SerializerMethodField()
    service = serializers.SerializerMethodField()
    provider = OrderProvider(allow_null=True)

    class Meta:
        model = Order
        fields: tuple[str, ...] = (
            "number", "status", "stage_label", "service", "provider", "starts_at", "ends_at",
            "total", "currency", "created_at",
        )  # fmt: skip

    def get_stage_label(self, order: Order) -> str:
        return stage_label(order.status, self.language)

    @extend_schema_field(OrderedService)
    def get_service(self, order: Order) -> dict[str, Any]:
        first = order.quote.lines[0]
        title = words_in(order.quote.title, self.language)
        return {"kind": first["kind"], "key": first["key"], "title": title}


class OrderDetail(OrderItem):
    """An order with its money and what one may do about it now."""

    address = serializers.SerializerMethodField()
    lines = serializers.SerializerMethodField()
    payment = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()
    redo_of = serializers.CharField(source="quote.redo_of.number", default=None, allow_null=True)

    class Meta(OrderItem.Meta):
        fields = (
            *OrderItem.Meta.fields, "address", "notes", "lines", "fee", "payment", "redo_of",
            "accepted_at", "actions",
        )  # fmt: skip

    @extend_schema_field(OrderAddress)
    def get_address(self, order: Order) -> dict[str, Any]:
        return placed(address_for(order, self.user), self.context["crs"])

    @extend_schema_field(LineAnswer(many=True))
    def get_lines(self, order: Order) -> list[dict[str, Any]]:
        return lines_of(order.quote, self.language)

    @extend_schema_field(MoneyAnswer)
    def get_payment(self, order: Order) -> dict[str, int]:
        money = money_of(order.number)
        return {"due": due(order), "paid": money.paid, "refunded": money.refunded}

    @extend_schema_field(OfferAnswer(many=True))
    def get_actions(self, order: Order) -> list[dict[str, Any]]:
        offers = engine.offered_actions(
            case_of(order), self.user, language=self.language, now=self.now
        )
        return [OfferAnswer(offer).data for offer in offers]


class PaymentAnswer(serializers.ModelSerializer[Payment]):
    """``client`` is what the gateway's client needs; ``amount`` in minor units."""

    id = serializers.UUIDField(source="uuid")
    client = serializers.DictField()

    class Meta:
        model = Payment
        fields = ("id", "gateway", "status", "amount", "currency", "client", "created_at")


def address_for(order: Order, user: User) -> dict[str, Any]:
    """The address as far as ``user`` may see it now."""
    address = order.address
    if may_see_address(order, user):
        # A copy from the address book holds its degrees as text.
        degrees = {name: float(address[name]) for name in ("lat", "lng")}
        return {name: address[name] for name in address if name != "privacy"} | degrees
    lat, lng = centre_of(cell_of(Decimal(str(address["lat"])), Decimal(str(address["lng"]))))
    return {"region": address["region"], "lat": lat, "lng": lng}
