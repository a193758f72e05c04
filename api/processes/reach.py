"""Which new cases a version is for, as operators say it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rest_framework import serializers

from api.conventions.bodies import Body
from workflows.engine.publication import Reach
from workflows.engine.versions import EVERY_CASE


class Instant(serializers.DateTimeField):
    """A time; the first hours of the calendar, which are none in UTC, are refused."""

    def enforce_timezone(self, value: datetime) -> datetime:
        try:
            return super().enforce_timezone(value)
        except OverflowError:
            self.fail("overflow")


class ReachBody(Body):
    """Without any of these: every new case, from now on."""

    starts_at = Instant(required=False)
    share = serializers.IntegerField(min_value=1, max_value=EVERY_CASE, default=EVERY_CASE)
    scope = serializers.DictField(default=dict)


def reach(body: Mapping[str, Any]) -> Reach:
    return Reach(body.get("starts_at"), body["share"], body["scope"])
