"""What was measured, and what it comes to over the rounds: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.delivery.cases import BARE, V2


@dataclass(frozen=True)
class Sample:
    """One contender in one round; processor seconds and milliseconds are per answer."""

    per_second: float
    p50: float
    p99: float
    server_ms: float
    database_ms: float
    memory: int


@dataclass(frozen=True)
class Fixed:
    """What is the same in every round."""

    size: int
    queries: int | None


@dataclass(frozen=True)
class Row:
    """Medians of the rounds; ratios are taken within each round, and ``None`` of nobody."""

    case: str
    contender: str
    per_second: float
    of_v2: float | None
    of_bare: float | None
    p50: float
    p99: float
    size: int
    queries: int | None
    server_ms: float
    database_ms: float
    memory: int


def rows(
    case: str, samples: Mapping[str, Sequence[Sample]], fixed: Mapping[str, Fixed]
) -> list[Row]:
    """A row for each contender of a case."""
    return [
        Row(
            case=case,
            contender=name,
            per_second=median(sample.per_second for sample in own),
            of_v2=ratio(own, samples.get(V2)),
            of_bare=ratio(own, samples.get(BARE)),
            p50=median(sample.p50 for sample in own),
            p99=median(sample.p99 for sample in own),
            size=fixed[name].size,
            queries=fixed[name].queries,
            server_ms=median(sample.server_ms for sample in own),
            database_ms=median(sample.database_ms for sample in own),
            memory=max(sample.memory for sample in own),
        )
        for name, own in samples.items()
    ]


def ratio(own: Sequence[Sample], base: Sequence[Sample] | None) -> float | None:
    """How many times as fast as ``base``: the median over the rounds that both ran in."""
    if not base:
        return None
    return median(a.per_second / b.per_second for a, b in zip(own, base, strict=True))
