"""What the delivery promises."""

from collections.abc import Iterator, Sequence

from benchmarks.delivery.cases import FIELDS, PLAIN, UNCHANGED, V3, WRITE
from benchmarks.delivery.results import Row

# Times as fast as Wagtail's second API.
TIMES_V2 = {"L": 25, "D": 14, "F": 25, "S": 40}
# Of the speed of the bare view on the same documents.
OF_BARE = {PLAIN: 0.7, FIELDS: 0.4}
# Times as fast as the whole answer, where the client has it already.
UNCHANGED_TIMES = {"L": 1.5, "D": 1.0}
# Times as fast as Wagtail's third API without documents.
WRITING = 1.0


def missed(rows: Sequence[Row]) -> list[str]:
    """Each broken promise as a sentence."""
    by_name = {(row.case, row.contender): row for row in rows}
    return [
        f"{case}: {name} is at {reached:.2f} of {base}, not {bound}."
        for case, name, base, reached, bound in _promises(by_name)
        if reached < bound
    ]


def _promises(rows: dict[tuple[str, str], Row]) -> Iterator[tuple[str, str, str, float, float]]:
    for (case, name), row in rows.items():
        if name == PLAIN and case in TIMES_V2 and row.of_v2 is not None:
            yield case, name, "Wagtail v2", row.of_v2, TIMES_V2[case]
        if name in OF_BARE and row.of_bare is not None:
            yield case, name, "the bare view", row.of_bare, OF_BARE[name]
        whole = rows.get((case, PLAIN))
        if name == UNCHANGED and case in UNCHANGED_TIMES and whole is not None:
            reached = row.per_second / whole.per_second
            yield case, name, "the whole answer", reached, UNCHANGED_TIMES[case]
        plain = rows.get((case, V3))
        if name == PLAIN and case == WRITE and plain is not None:
            yield case, name, V3, row.per_second / plain.per_second, WRITING
