"""One number of many reviews: docs/algorithms/ratings.md."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

LOWEST, HIGHEST = 1, 5
# attitude, skill, effect
MARKS = 3
# As if everybody began with so many reviews of so many stars.
PRIOR_MEAN = 4
PRIOR_WEIGHT = 5
PLACES = Decimal("0.01")


@dataclass(frozen=True)
class Scores:
    """So many reviews, and the sum of all their marks: three of each."""

    count: int
    marks: int


def bayesian_mean(scores: Scores) -> Decimal:
    """The rating, to two places rounded half up; the prior mean where there is no review."""
    total = MARKS * PRIOR_WEIGHT * PRIOR_MEAN + scores.marks
    mean = Decimal(total) / Decimal(MARKS * (PRIOR_WEIGHT + scores.count))
    return mean.quantize(PLACES, ROUND_HALF_UP)
