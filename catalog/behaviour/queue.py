"""A list in Redis between the web processes, which push, and the timers, which record."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from catalog.behaviour.recording import Sighting, record

__all__ = ["RedisError", "drain", "push"]

KEY = "doorstep:behaviour"
BATCH = 500
# Should nobody record for long, newer sightings push out older ones.
LONGEST = 200_000


@cache
def _redis() -> Any:
    return Redis.from_url(settings.REDIS_URL)


def push(sightings: Sequence[Sighting]) -> None:
    rows = [json.dumps([s.user, s.collection, s.key, s.at.isoformat()]) for s in sightings]
    with _redis().pipeline(transaction=False) as pipe:
        pipe.rpush(KEY, *rows)
        pipe.ltrim(KEY, -LONGEST, -1)
        pipe.execute()


def drain(now: datetime) -> int:
    """Record everything that waits; answers how many sightings. Any number may do it at once."""
    recorded = 0
    while rows := _redis().lpop(KEY, BATCH):
        told = [json.loads(row) for row in rows]
        record(
            [Sighting(user, name, key, datetime.fromisoformat(at)) for user, name, key, at in told]
        )
        recorded += len(told)
    return recorded
