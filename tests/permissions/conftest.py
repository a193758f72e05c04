import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from tests.furniture import everything
from tests.world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> World:
    """The world, made once: each request is rolled back, and the world itself at the end."""
    everything()
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
    # Types that were made inside are gone again.
    ContentType.objects.clear_cache()
