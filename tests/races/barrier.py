"""How things are made to happen at once, and guards taken away for the controls."""

import fcntl
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.query import QuerySet
from django.dispatch import Signal
from viewflow.workflow.lock import NoLock

from workflows.engine.nodes import BaseFlow

# How long whoever comes first waits for the others at a meeting point. Under a guard they never
# come, so it is also how long the guard is put to the test.
PATIENCE = 1.0
# Without a guard they are on their way: only a broken test waits this long.
CERTAIN = 30.0
# Beyond this many connections, tests in parallel take turns.
CROWD = 15


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run every call in a thread of its own, from one barrier; what each gave or raised."""
    if len(calls) <= CROWD:
        return _run(calls)
    with _alone():
        return _run(calls)


@contextmanager
def _alone() -> Iterator[None]:
    """PostgreSQL comes with 100 connections: room for one crowd of 50, and the other tests."""
    with (Path(tempfile.gettempdir()) / "doorstep-crowd.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _run(calls: tuple[Callable[[], Any], ...]) -> list[Any]:
    barrier = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        barrier.wait(timeout=CERTAIN)
        try:
            results[number] = call()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@contextmanager
def meeting(
    signal: Signal,
    *,
    sender: Any = None,
    when: Callable[[Any], bool] = lambda instance: True,
    patience: float = PATIENCE,
    parties: int = 2,
) -> Iterator[None]:
    """Hold whoever sends ``signal`` until all ``parties`` have come or the patience is over.
    ``when`` says of which instances.

    It opens the window of a race as wide as it goes, with the guard and without it.
    """
    barrier, over = threading.Barrier(parties), threading.Event()

    def hold(**sent: Any) -> None:
        if over.is_set() or not when(sent.get("instance")):
            return
        # Broken when the patience is over: the others are kept away.
        with suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=patience)
        over.set()

    signal.connect(hold, sender=sender)
    try:
        yield
    finally:
        signal.disconnect(hold, sender=sender)


def meeting_before(
    monkeypatch: Any, owner: Any, name: str, *, parties: int, patience: float = PATIENCE
) -> None:
    """Hold whoever calls ``owner.name`` until all ``parties`` have come or the patience is over."""
    call = getattr(owner, name)
    barrier = threading.Barrier(parties)

    def held(*arguments: Any, **options: Any) -> Any:
        # Broken when the patience is over: the others are kept away.
        with suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=patience)
        return call(*arguments, **options)

    monkeypatch.setattr(owner, name, held)


def take_lock_away(monkeypatch: Any) -> None:
    """Let everybody into a case at once. Queries that lock rows do not lock them either."""
    monkeypatch.setattr(BaseFlow, "lock_impl", NoLock())
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows.all())


@contextmanager
def without_constraints(model: type[Model], *names: str) -> Iterator[None]:
    """Drop constraints of ``model``; all its rows go when they are put back."""
    table = model._meta.db_table
    constraints = [one for one in model._meta.constraints if one.name in names]
    assert len(constraints) == len(names)
    with connection.schema_editor() as editor:
        for constraint in constraints:
            editor.remove_constraint(model, constraint)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'TRUNCATE "{table}" CASCADE')
        with connection.schema_editor() as editor:
            for constraint in constraints:
                editor.add_constraint(model, constraint)
