"""A provider's own hours: ``provider/schedule/``."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.catalog.own_provider import own_provider
from api.catalog.times import Clock, Day
from api.conventions.access import SIGNED_IN, caller
from api.conventions.bodies import Body
from api.conventions.concurrency import sent_etag
from api.conventions.operations import operation
from api.conventions.views import View
from catalog.scheduling.schedules import Schedule, fingerprint, replace_schedule, schedule_of
from catalog.scheduling.slots import Hours


class WeeklyHours(Body):
    weekday = serializers.IntegerField(
        min_value=0, max_value=6, help_text=gettext_lazy("0 is Monday.")
    )
    starts = Clock()
    ends = Clock(is_end=True)


class DatedHours(Body):
    date = Day()
    starts = Clock(allow_null=True)
    ends = Clock(is_end=True, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["starts"] is None) != (attrs["ends"] is None):
            text = _("Give both times, or neither for a date off.")
            raise serializers.ValidationError({"ends": [text]}, code="incomplete")
        return attrs


class ScheduleBody(Body):
    """Hours of weekdays, and those of dates, which take their place; without times: closed.

    They are read on the clock of ``timezone``. An end of ``24:00`` is the end of the day.
    """

    timezone = serializers.CharField(max_length=64)
    weekly = serializers.ListField(child=WeeklyHours(), max_length=100)
    dated = serializers.ListField(child=DatedHours(), max_length=1000)


class OwnSchedule(View):
    @operation(
        "Read one's own hours",
        access=SIGNED_IN,
        scope="work",
        answers={200: ScheduleBody},
        refusals=(404,),
    )
    def get(self, request: Request) -> Response:
        return _answer(schedule_of(own_provider(request)))

    @operation(
        "Replace one's own hours",
        access=SIGNED_IN,
        scope="work",
        body=ScheduleBody,
        answers={200: ScheduleBody},
        refusals=(404,),
        if_match=True,
    )
    def put(self, request: Request) -> Response:
        replaced = replace_schedule(
            own_provider(request),
            schedule=_schedule(self.body),
            expected=sent_etag(request),
            by=caller(request),
        )
        return _answer(replaced)


def _schedule(body: dict[str, Any]) -> Schedule:
    return Schedule(
        body["timezone"],
        [(row["weekday"], Hours(row["starts"], row["ends"])) for row in body["weekly"]],
        [
            (row["date"], None if row["starts"] is None else Hours(row["starts"], row["ends"]))
            for row in body["dated"]
        ],
    )


def _answer(schedule: Schedule) -> Response:
    told = {
        "timezone": schedule.timezone,
        "weekly": [
            {"weekday": weekday, "starts": hours.starts, "ends": hours.ends}
            for weekday, hours in schedule.weekly
        ],
        "dated": [
            {
                "date": day,
                "starts": hours.starts if hours else None,
                "ends": hours.ends if hours else None,
            }
            for day, hours in schedule.dated
        ],
    }
    headers = {"ETag": f'"{fingerprint(schedule)}"'}
    return Response(ScheduleBody(told).data, headers=headers)
