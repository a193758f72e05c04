"""What the engine promises."""

from collections.abc import Iterator, Mapping

from benchmarks.measuring import Times
from benchmarks.preparing import BY_HAND, COMPILED, RECORDED

# Of the speed of the flow written by hand.
SLOWEST = 0.9
# Queries that our records may add to a step without deadline and notice.
RECORDS = 4


def missed(times: Times, queries: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Each broken promise as a sentence."""
    return [*_slow(times), *_many(queries)]


def _slow(times: Times) -> Iterator[str]:
    for step in times.seconds:
        speed = times.speed(step, COMPILED, of=BY_HAND)
        if speed < SLOWEST:
            yield f"{step}: compiled runs at {speed:.2f} of the speed by hand, not {SLOWEST}."


def _many(queries: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    for step, counted in queries.items():
        if counted[COMPILED] != counted[BY_HAND]:
            yield f"{step}: compiled takes {counted[COMPILED]} queries, not {counted[BY_HAND]}."
        added = counted[RECORDED] - counted[BY_HAND]
        if added > RECORDS:
            yield f"{step}: records add {added} queries, not {RECORDS}."
