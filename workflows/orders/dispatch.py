"""Who is offered an order: pure, by the rules of docs/algorithms/dispatch.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from uuid import UUID

MOST_DISTANCE, MOST_RATING, MOST_LOAD = 40, 40, 20
FAR = 20_000  # metres
LOST_PER_BOOKING = 5
BEST_RATING, WORST_RATING = 5, 1


@dataclass(frozen=True)
class Candidate:
    """Somebody free and able. ``distance`` in metres; ``bookings`` on the day of the visit."""

    id: UUID
    distance: int | None
    rating: Decimal | None
    bookings: int


@dataclass(frozen=True)
class Scored:
    """A candidate with the points of each part, which sum to ``score``."""

    candidate: Candidate
    distance: int
    rating: int
    load: int

    @property
    def score(self) -> int:
        return self.distance + self.rating + self.load


def rank(candidates: Iterable[Candidate]) -> list[Scored]:
    """The best first; equal ones by public id."""
    scored = [
        Scored(one, _distance(one.distance), _rating(one.rating), _load(one.bookings))
        for one in candidates
    ]
    return sorted(scored, key=lambda one: (-one.score, one.candidate.id))


def _distance(metres: int | None) -> int:
    if metres is None:
        return MOST_DISTANCE // 2
    return _whole(Decimal(MOST_DISTANCE) * max(0, FAR - metres) / FAR)


def _rating(mean: Decimal | None) -> int:
    if mean is None:
        return MOST_RATING // 2
    return _whole(MOST_RATING * (mean - WORST_RATING) / (BEST_RATING - WORST_RATING))


def _load(bookings: int) -> int:
    return max(0, MOST_LOAD - LOST_PER_BOOKING * bookings)


def _whole(points: Decimal) -> int:
    return int(points.to_integral_value(ROUND_HALF_EVEN))
