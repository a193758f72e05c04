"""Measuring in turn: each round asks every contender once, and each begins with another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from benchmarks.delivery.cases import SERVERS, UNCHANGED, Request
from benchmarks.delivery.counting import queries
from benchmarks.delivery.database import Database
from benchmarks.delivery.results import Fixed, Row, Sample, rows
from benchmarks.delivery.servers import HOST, SETTINGS, NotServed, Server
from benchmarks.delivery.usage import usage
from benchmarks.delivery.wrk import Load, load

WARM_UP_SECONDS = 2
OK, NOT_MODIFIED = 200, 304


@dataclass(frozen=True)
class Plan:
    rounds: int
    seconds: int


def measure(
    case: str,
    requests: Mapping[str, Request],
    servers: Mapping[str, Server],
    database: Database,
    plan: Plan,
) -> list[Row]:
    """Raises ``NotServed`` and ``Refused`` for answers that are not what was asked for."""
    requests = {name: _tagged(name, each, servers) for name, each in requests.items()}
    fixed = _fixed(requests, servers, database)
    for name, request in requests.items():
        _load(name, request, servers, WARM_UP_SECONDS)
    samples: dict[str, list[Sample]] = {name: [] for name in requests}
    for turn in range(plan.rounds):
        for name in in_turn(list(requests), turn):
            sample = _sample(name, requests[name], servers, database, plan.seconds)
            samples[name].append(sample)
    return rows(case, samples, fixed)


def in_turn(names: list[str], turn: int) -> list[str]:
    """The names, beginning with another in each turn."""
    at = turn % len(names)
    return names[at:] + names[:at]


def _tagged(name: str, request: Request, servers: Mapping[str, Server]) -> Request:
    """With the tag of the answer, where the client is to have it already."""
    if name != UNCHANGED:
        return request
    etag = servers[SERVERS[name]].ask(request).etag
    return replace(request, headers={**request.headers, "If-None-Match": etag})


def _fixed(
    requests: Mapping[str, Request], servers: Mapping[str, Server], database: Database
) -> dict[str, Fixed]:
    counted: dict[str, int] = {}
    for server in servers:
        own = [name for name in requests if SERVERS[name] == server]
        found = queries(
            database, SETTINGS[server], [_there(requests[name], servers[server]) for name in own]
        )
        counted.update(zip(own, found, strict=True))
    return {
        name: Fixed(_size(name, request, servers), counted[name])
        for name, request in requests.items()
    }


def _there(request: Request, server: Server) -> Request:
    """Asked of the same host, on which the tag of a list depends."""
    return replace(request, headers={**request.headers, "Host": f"{HOST}:{server.port}"})


def _size(name: str, request: Request, servers: Mapping[str, Server]) -> int:
    answer = servers[SERVERS[name]].ask(request)
    if answer.status != (NOT_MODIFIED if name == UNCHANGED else OK):
        raise NotServed(f"{name} answers {answer.status}: {request.path}\n{answer.content!r}")
    return len(answer.content)


def _load(name: str, request: Request, servers: Mapping[str, Server], seconds: int) -> Load:
    return load(servers[SERVERS[name]].url(request.path), request.headers, seconds=seconds)


def _sample(
    name: str,
    request: Request,
    servers: Mapping[str, Server],
    database: Database,
    seconds: int,
) -> Sample:
    pid = servers[SERVERS[name]].pid
    before = usage(pid, database)
    found = _load(name, request, servers, seconds)
    after = usage(pid, database)
    return Sample(
        per_second=found.per_second,
        p50=found.p50,
        p99=found.p99,
        server_ms=(after.server - before.server) * 1000 / found.answers,
        database_ms=after.database_since(before) * 1000 / found.answers,
        memory=after.memory,
    )
