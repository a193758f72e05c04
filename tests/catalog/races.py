"""Two activations of one person at once: one provider, told once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection
from wagtail.models import ModelLogEntry

from accounts.users.models import User
from catalog.providers.actions import activate_provider
from catalog.providers.models import Provider
from catalog.providers.profiles import ProviderProfile

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def person():
    if connection.vendor != "postgresql":
        pytest.skip("Threads that really run at once need PostgreSQL.")
    Group.objects.get_or_create(name="provider")
    return User.objects.create(username="twice")


def at_once(work, times=4):
    barrier = Barrier(times)

    def run(_number):
        try:
            return work(barrier)
        except IntegrityError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_one_provider_whoever_comes_first(person):
    def activate(barrier):
        barrier.wait()
        profile = ProviderProfile("person", "Aunt Li")
        return activate_provider(person, profile=profile, by=None, now=NOW).pk

    (pk,) = set(at_once(activate))
    assert list(Provider.objects.values_list("pk", flat=True)) == [pk]
    assert ModelLogEntry.objects.filter(action="doorstep.provider.activate").count() == 1


def test_without_the_lock_the_others_are_refused(person):
    def check_then_act(barrier):
        assert not Provider.objects.filter(user=person).exists()
        barrier.wait()
        return Provider.objects.create(
            user=person, kind="person", public_name="A", status_since=NOW, activated_at=NOW
        ).pk

    assert at_once(check_then_act).count("refused") == 3
    assert Provider.objects.count() == 1
