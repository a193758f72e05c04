"""Sums of money for people to read."""

from decimal import Decimal


def shown(amount: int, currency: str) -> str:
    """``amount`` in minor units, of which a hundred make one: "128.00 CNY"."""
    return f"{Decimal(amount) / 100:.2f} {currency}"
