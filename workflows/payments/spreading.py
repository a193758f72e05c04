"""How a refund is taken from the payments of an order. Pure; docs/payments.md says why so."""

from collections.abc import Sequence


def spread(amount: int, left: Sequence[int]) -> list[int] | None:
    """Parts of ``amount``, one for each of ``left`` (what is left of each payment), in order.

    Each is taken whole before the next is touched. ``None`` when all of them together hold less.
    """
    if amount > sum(left):
        return None
    parts = []
    for available in left:
        part = min(available, amount)
        parts.append(part)
        amount -= part
    return parts
