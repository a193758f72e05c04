"""What processes used, by Linux's ``/proc``."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.delivery.database import Database

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
# Places in /proc/PID/stat, counted behind the name in brackets.
PARENT, USER, SYSTEM, RESIDENT = 1, 11, 12, 21


@dataclass(frozen=True)
class Usage:
    """Seconds of processors used so far, of a server and by each backend; bytes of memory now."""

    server: float
    backends: Mapping[int, float]
    memory: int

    def database_since(self, before: "Usage") -> float:
        """Seconds of the backends; those that have ended meanwhile are not known any more."""
        return sum(used - before.backends.get(pid, 0) for pid, used in self.backends.items())


def usage(server: int, database: Database) -> Usage:
    """Of a server with its workers, and of all that serve ``database`` where that is here."""
    tree = [stat for pid in _tree(server) if (stat := _stat(pid))]
    return Usage(
        server=sum(map(_seconds, tree)),
        backends={pid: _seconds(stat) for pid in _backends(database) if (stat := _stat(pid))},
        memory=sum(int(stat[RESIDENT]) * PAGE for stat in tree),
    )


def _backends(database: Database) -> list[int]:
    query = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    with psycopg.connect(database.own_url) as connection:
        return [pid for (pid,) in connection.execute(query, [database.name])]


def _tree(root: int) -> Iterable[int]:
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    stats = {pid: stat for pid in pids if (stat := _stat(pid))}
    found = {root}
    while more := {pid for pid, stat in stats.items() if int(stat[PARENT]) in found} - found:
        found |= more
    return found


def _stat(pid: int) -> list[str]:
    """Empty of what is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _seconds(stat: list[str]) -> float:
    return (int(stat[USER]) + int(stat[SYSTEM])) / TICKS
