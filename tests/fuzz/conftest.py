"""The world of the permission table, kept open while requests come in from outside of Django."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.permissions.conftest import world

__all__ = ["world"]


@pytest.fixture(scope="module", autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: a request must not close the test's connection."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)
