"""What stands before a journey begins: a site with a course and an agreement, and the processes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from outbox.delivery import drain
from tests.journeys.people import Person


@pytest.fixture
def person(api: Callable[[str | None], APIClient]) -> Callable[[str | None], Person]:
    return lambda username=None: Person(api(username))


@pytest.fixture
def deliver() -> Callable[[], None]:
    """What the worker does meanwhile: everything in the outbox, and what comes of it."""

    def run() -> None:
        while drain(now=timezone.now(), limit=100):
            pass

    return run


@pytest.fixture
def platform(built_site: None, built_platform: None, settings: Any, tmp_path: Any) -> None:
    """A site with the course and the agreement that onboarding names, and its processes."""
    settings.MEDIA_ROOT = tmp_path
