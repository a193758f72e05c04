"""What customers' reviews come to, for a service or a provider."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

STEP = Decimal("0.01")
LOWEST, HIGHEST = Decimal(1), Decimal(5)


@dataclass(frozen=True)
class Rating:
    """How many reviews there are and their mean, from 1 to 5; ``None`` while there is none.

    The mean is kept to hundredths: what is shown is what lists are filtered and ordered by.
    Raises ``ValueError`` for what no reviews can come to.
    """

    count: int
    mean: Decimal | None

    def __post_init__(self) -> None:
        if self.count < 0 or (self.count == 0) != (self.mean is None):
            raise ValueError(f"{self.count} reviews do not come to {self.mean}.")
        if self.mean is not None:
            # Before the limits are looked at: 0.999 is shown as 1.00.
            rounded = self.mean.quantize(STEP, ROUND_HALF_UP)
            object.__setattr__(self, "mean", rounded)
            if not LOWEST <= rounded <= HIGHEST:
                raise ValueError(f"A mean lies between {LOWEST} and {HIGHEST}, not at {rounded}.")


UNRATED = Rating(0, None)
