"""Wagtail's own indexes of what is searched and what refers to what, written once per request.

Wagtail writes both at each save, and creating and publishing a page saves it three times. Within
``once()`` the last save alone is written, when somebody asks for it or the block ends: before the
transaction is committed, so that a page is found by the editor who published it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult

REFERENCES = "wagtail.tasks.update_reference_index_task"
SEARCH = "modelsearch.tasks.insert_or_update_object_task"

# By task and object, in the order in which they came.
Waiting = dict[tuple[str, tuple[str, ...]], Callable[[], None]]
_waiting: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


class BookkeepingBackend(ImmediateBackend):
    """Runs a task at once, but for the two above within ``once()``."""

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        waiting, path = _waiting.get(), task_result.task.module_path
        if waiting is None or path not in (REFERENCES, SEARCH):
            super()._execute_task(task_result)
        else:
            waiting[path, tuple(task_result.args)] = partial(super()._execute_task, task_result)


@contextmanager
def once() -> Iterator[None]:
    """Write the indexes of what is saved in this block once; not at all where it fails."""
    if _waiting.get() is not None:
        yield
        return
    token = _waiting.set({})
    try:
        yield
        catch_up()
    finally:
        _waiting.reset(token)


def catch_up(*paths: str) -> None:
    """Write what waits of these tasks, or all of it: for whoever reads the indexes next."""
    waiting = _waiting.get()
    if waiting is None:
        return
    for path, args in list(waiting):
        if not paths or path in paths:
            waiting.pop((path, args))()
