"""What is kept of a failure: enough to find the cause, nothing of what the message carried."""

from collections.abc import Iterator
from datetime import timedelta

FIRST_DELAY = timedelta(seconds=10)
LONGEST_DELAY = timedelta(hours=1)
LONGEST_TEXT = 300


def backoff(attempts: int) -> timedelta:
    """How long to wait after the attempt with this number (from 1): doubling, at most an hour."""
    # The exponent is bounded too: 2 ** 1000 does not fit a timedelta.
    doublings = min(max(attempts, 1) - 1, 20)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def describe(error: BaseException, payload: object = None) -> str:
    """The error's class, notes and text, at most 300 characters, without the payload's values.

    Notes come first, for they say what it was about and an error's text may be long.
    A gateway's or database's error often quotes what it was given (a phone number, a name), and
    the outbox is read by people who may not see it.
    """
    text = ": ".join([*getattr(error, "__notes__", ()), str(error)])
    for value in sorted(set(_leaves(payload)), key=len, reverse=True):
        text = text.replace(value, "…")
    return f"{type(error).__name__}: {text}"[:LONGEST_TEXT]


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    # Shorter pieces ("1", "en") identify nobody and would blank out half of any sentence.
    elif isinstance(value, str | int | float) and len(str(value)) > 2:
        yield str(value)
