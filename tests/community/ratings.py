"""The rating as docs/algorithms/ratings.md writes it down."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.reviews.ratings import Scores, bayesian_mean


@pytest.mark.parametrize(
    ("count", "marks", "rating"),
    [
        (0, 0, "4.00"),
        (1, 15, "4.17"),
        (1, 3, "3.50"),
        (1, 12, "4.00"),
        (10, 150, "4.67"),
        (100, 1470, "4.86"),
        (1_000_000, 15_000_000, "5.00"),
        # 3.125 and 4.125 lie half way: up.
        (3, 15, "3.13"),
        (3, 39, "4.13"),
    ],
)
def test_the_table(count: int, marks: int, rating: str) -> None:
    assert bayesian_mean(Scores(count, marks)) == Decimal(rating)


@given(
    st.integers(0, 10_000_000).flatmap(lambda n: st.tuples(st.just(n), st.integers(3 * n, 15 * n)))
)
def test_it_is_the_exact_fraction_rounded_half_up(scores: tuple[int, int]) -> None:
    count, marks = scores
    exact = Fraction(60 + marks, 3 * (5 + count))
    hundredths = (exact * 100 + Fraction(1, 2)).__floor__()
    assert bayesian_mean(Scores(count, marks)) == Decimal(hundredths) / 100
    assert Decimal(1) <= bayesian_mean(Scores(count, marks)) <= Decimal(5)
