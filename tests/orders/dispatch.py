"""Who is asked first, and why."""

from decimal import Decimal
from uuid import UUID

import pytest

from workflows.orders.dispatch import Candidate, rank

FIRST, SECOND = UUID(int=1), UUID(int=2)


def candidate(
    number: int = 1, *, distance: int | None = 0, rating: str | None = "5", bookings: int = 0
) -> Candidate:
    mean = Decimal(rating) if rating else None
    return Candidate(UUID(int=number), distance, mean, bookings)


@pytest.mark.parametrize(
    ("one", "parts"),
    [
        (candidate(), (40, 40, 20)),
        (candidate(distance=10_000), (20, 40, 20)),
        (candidate(distance=20_000), (0, 40, 20)),
        (candidate(distance=90_000), (0, 40, 20)),
        (candidate(distance=None), (20, 40, 20)),
        (candidate(rating="1"), (40, 0, 20)),
        (candidate(rating="4.30"), (40, 33, 20)),
        (candidate(rating=None), (40, 20, 20)),
        (candidate(bookings=1), (40, 40, 15)),
        (candidate(bookings=4), (40, 40, 0)),
        (candidate(bookings=9), (40, 40, 0)),
    ],
)
def test_the_points_of_each_part(one: Candidate, parts: tuple[int, int, int]) -> None:
    (scored,) = rank([one])
    assert (scored.distance, scored.rating, scored.load) == parts
    assert scored.score == sum(parts)


def test_the_highest_score_comes_first_and_equal_ones_by_id() -> None:
    near, far, twin = candidate(3), candidate(1, distance=15_000), candidate(2)
    assert [one.candidate for one in rank([far, near, twin])] == [twin, near, far]
