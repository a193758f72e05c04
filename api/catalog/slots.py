"""When a service can be booked."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.catalog.parameters import ProviderId, ServiceKey
from api.catalog.times import Day
from api.conventions.access import ANYONE
from api.conventions.operations import operation
from api.conventions.parameters import Query, WholeNumber
from api.conventions.views import View
from catalog.providers.models import Provider
from catalog.providers.queries import active_provider
from catalog.scheduling.queries import Needs, offered
from catalog.services.models import ServiceListing
from catalog.services.queries import ListedService, listed_service

LARGEST_DAYS = 31


class SlotBody(BaseModel):
    """``providers`` are the ids of those who may come then."""

    starts_at: datetime
    ends_at: datetime
    providers: list[UUID]


class SlotsBody(BaseModel):
    """``timezone`` is where the dates are meant: the providers', if they share one."""

    timezone: str
    items: list[SlotBody]


class DatesQuery(Query):
    date_from = Day(required=False, help_text=_("The first date; today if it is not given."))
    days = WholeNumber(
        default=7, min_value=1, max_value=LARGEST_DAYS, help_text=_("How many dates.")
    )


class ServiceSlotsQuery(DatesQuery):
    provider = ProviderId(required=False, help_text=_("A provider's id; any if it is not given."))
    region = serializers.SlugField(required=False, help_text=_("A region's key."))


class ProviderSlotsQuery(DatesQuery):
    service = ServiceKey(help_text=_("A service's key."))


class ServiceSlots(View):
    @operation(
        "List when a service can be booked",
        access=ANYONE,
        query=ServiceSlotsQuery,
        answers={200: SlotsBody},
        refusals=(404,),
    )
    def get(self, request: Request, key: str) -> Response:
        try:
            service = listed_service(key)
        except ServiceListing.DoesNotExist as error:
            raise Http404 from error
        return _answer(service, **self.parameters)


class ProviderSlots(View):
    @operation(
        "List when a provider can be booked for a service",
        access=ANYONE,
        query=ProviderSlotsQuery,
        answers={200: SlotsBody},
        refusals=(404,),
    )
    def get(self, request: Request, key: UUID) -> Response:
        try:
            provider = active_provider(key)
        except Provider.DoesNotExist as error:
            raise Http404 from error
        return _answer(provider=provider, **self.parameters)


def _answer(
    service: ListedService,
    *,
    days: int,
    provider: Provider | None = None,
    region: str | None = None,
    date_from: Any = None,
) -> Response:
    found = offered(
        Needs((service.category,), region),
        duration=service.duration,
        first=date_from,
        days=days,
        now=timezone.now(),
        provider=provider,
    )
    # The same few providers stand in most slots: each is written once.
    written = cache(str)
    items = [
        {
            "starts_at": slot.starts_at,
            "ends_at": slot.ends_at,
            "providers": [written(each) for each in slot.providers],
        }
        for slot in found.slots
    ]
    return Response({"timezone": found.timezone, "items": items})
