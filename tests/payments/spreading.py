"""How a refund is taken from several payments."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflows.payments.spreading import spread


@pytest.mark.parametrize(
    ("amount", "left", "parts"),
    [
        (5, [10], [5]),
        (10, [10], [10]),
        (11, [10], None),
        (5, [3, 10], [3, 2]),
        (3, [3, 10], [3, 0]),
        (13, [3, 10], [3, 10]),
        (14, [3, 10], None),
        (5, [0, 2, 4], [0, 2, 3]),
        (1, [], None),
    ],
)
def test_cases(amount: int, left: list[int], parts: list[int] | None) -> None:
    assert spread(amount, left) == parts


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 10**12), st.lists(st.integers(0, 10**12), max_size=6))
def test_the_parts_make_up_the_amount_within_what_is_left(amount: int, left: list[int]) -> None:
    parts = spread(amount, left)
    if parts is None:
        assert sum(left) < amount
        return
    assert sum(parts) == amount
    assert len(parts) == len(left)
    assert all(0 <= part <= available for part, available in zip(parts, left, strict=True))
    # Nothing is taken from one before the one ahead of it is empty.
    assert all(parts[place] == left[place] for place in range(len(left)) if any(parts[place + 1 :]))
