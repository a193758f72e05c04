"""The results as Markdown."""

from collections.abc import Mapping, Sequence

from benchmarks.delivery.cases import TITLES
from benchmarks.delivery.results import Row

HEAD = (
    "", "answers/s", "× v2", "of bare", "p50 ms", "p99 ms", "bytes", "queries",
    "server ms", "database ms", "MB",
)  # fmt: skip
MEGABYTE = 1_000_000


def table(rows: Sequence[Row]) -> str:
    """A table for each case; processor milliseconds are per answer."""
    parts = []
    for case in dict.fromkeys(row.case for row in rows):
        lines = [HEAD, *(_cells(row) for row in rows if row.case == case)]
        parts.append(f"**{case}** {TITLES[case]}\n\n{markdown(lines)}")
    return "\n\n".join(parts)


def growth(speeds: Mapping[int, Mapping[str, float]]) -> str:
    """Answers per second by number of services and case, and how many times slower than least."""
    least = min(speeds)
    cases = list(speeds[least])
    lines = [("services", *cases)]
    for services, found in speeds.items():
        told = [f"{found[case]:.0f} ({speeds[least][case] / found[case]:.1f}×)" for case in cases]
        lines.append((f"{services:,}", *told))
    return markdown(lines)


def markdown(lines: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first line is its head."""
    rule = ["---", *("--:" for _each in lines[0][1:])]
    return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], rule, *lines[1:]))


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.contender,
        f"{row.per_second:.0f}",
        _ratio(row.of_v2),
        _ratio(row.of_bare),
        f"{row.p50:.1f}",
        f"{row.p99:.1f}",
        f"{row.size}",
        "" if row.queries is None else f"{row.queries}",
        f"{row.server_ms:.2f}",
        f"{row.database_ms:.2f}",
        f"{row.memory / MEGABYTE:.0f}",
    )


def _ratio(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
