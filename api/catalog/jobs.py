"""What a provider has to do, for views of a day, a week or a month: ``provider/jobs/``."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.catalog.own_provider import own_provider
from api.catalog.times import Day
from api.conventions.access import SIGNED_IN
from api.conventions.operations import operation
from api.conventions.parameters import Query
from api.conventions.views import View
from catalog.providers.models import Provider
from catalog.scheduling.queries import bookings_during
from workflows.orders.models import Order

ONE_DAY = timedelta(days=1)
WEEK = 7
# Six weeks show every month whole.
LARGEST_DAYS = 42


class JobBody(BaseModel):
    """``order`` is the order's number."""

    order: str
    starts_at: datetime
    ends_at: datetime


class JobsBody(BaseModel):
    """``timezone`` is the provider's, in which the dates are meant."""

    timezone: str
    items: list[JobBody]


class _Dates(Query):
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        first, last = attrs.get("from"), attrs.get("to")
        if last and not first:
            raise serializers.ValidationError({"from": [_("Give the first date too.")]})
        if first and last and not 0 <= (last - first).days < LARGEST_DAYS:
            text = _("Ask for 1 to %(days)d days, the first one first.") % {"days": LARGEST_DAYS}
            raise serializers.ValidationError({"to": [text]}, code="out_of_range")
        return attrs


# “from” is no name in Python.
JobsQuery = type(
    "JobsQuery",
    (_Dates,),
    {
        "from": Day(
            required=False, help_text=gettext_lazy("The first date; today if it is not given.")
        ),
        "to": Day(
            required=False, help_text=gettext_lazy("The last date; a week if it is not given.")
        ),
    },
)


class OwnJobs(View):
    """Time that is held for an order nobody has paid yet is no job: it may come to nothing."""

    @operation(
        "List one's own bookings in a period, the first one first",
        access=SIGNED_IN,
        scope="work",
        query=JobsQuery,
        answers={200: JobsBody},
        refusals=(404,),
    )
    def get(self, request: Request) -> Response:
        provider = own_provider(request)
        first, last = _period(provider, self.parameters)
        bookings = bookings_during(
            provider,
            starts_at=datetime.combine(first, time(), provider.zone),
            ends_at=datetime.combine(last + ONE_DAY, time(), provider.zone),
        ).exclude(Exists(Order.objects.not_offered().filter(number=OuterRef("order_number"))))
        items = [
            {
                "order": booking.order_number,
                "starts_at": booking.starts_at.astimezone(provider.zone),
                "ends_at": booking.ends_at.astimezone(provider.zone),
            }
            for booking in bookings
        ]
        return Response({"timezone": provider.timezone, "items": items})


def _period(provider: Provider, given: dict[str, date]) -> tuple[date, date]:
    first = given.get("from") or timezone.now().astimezone(provider.zone).date()
    return first, given.get("to") or first + (WEEK - 1) * ONE_DAY
