"""What the engine's tests share."""

from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType

from tests.engine import parcels


@pytest.fixture(autouse=True)
def _fresh_content_types() -> Iterator[None]:
    """The borrowed subject model gets its content type inside a test, which takes it away."""
    yield
    ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def _fresh_records() -> None:
    """What the parcels' actions did, and whether they are to fail."""
    parcels.DONE.clear()
    parcels.BROKEN.clear()
