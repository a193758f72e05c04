"""Nobody is told a word of what is a draft, private, scheduled, expired, withdrawn or deleted, of
what waits for a moderator or was hidden by one: on no route, by no question. And once it is public,
everybody is told every word of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client

from tests.canaries.elsewhere import GUESSED, OPEN, addresses, others
from tests.canaries.people import SHOWN, People, plant_people, show_people
from tests.canaries.planting import Site, plant_site, reveal_site
from tests.canaries.trails import TYPED, trail_of
from tests.canaries.walk import ASKING, Route, Trail, ask, questions, routes
from tests.canaries.words import heard
from tests.furniture import everything
from tests.world import make_world

ROUTES = routes()


@dataclass
class Planted:
    site: Site
    people: People
    trail: Trail


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: object) -> Iterator[Planted]:
    """Made once for all routes, and rolled back at the end."""
    everything()
    outside = transaction.atomic()
    # What is durable may be called inside, as in any test.
    outside._from_testcase = True
    with django_db_blocker.unblock(), outside:
        world = make_world()
        site, people = plant_site(world), plant_people(world)
        yield Planted(site, people, trail_of(world, site, people))
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()


@pytest.mark.django_db
@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_nobody_is_told_a_word(route: Route, planted: Planted) -> None:
    trail = planted.trail
    assert ask(trail, "nobody", questions(route, trail, thorough=True)) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_no_customer_is_told_a_word(route: Route, planted: Planted) -> None:
    trail = planted.trail
    told = {
        member: ask(trail, member, questions(route, trail, thorough=False))
        for member in ASKING
        if member != "nobody"
    }
    assert {member: heard for member, heard in told.items() if heard} == {}


def test_what_else_answers_is_listed() -> None:
    assert {path for path in others() if not path.startswith(GUESSED)} == OPEN


@pytest.mark.django_db
@pytest.mark.parametrize("member", ["nobody", "customer", "provider"])
def test_nothing_else_tells_a_word(member: str, planted: Planted) -> None:
    client = Client()
    if member != "nobody":
        user = planted.trail.world.cast[member]
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    told = {}
    for url in addresses(planted.site):
        headers = planted.trail.world.headers(member) if url.startswith("/api/") else {}
        answer = client.get(url, headers=headers)
        assert answer.status_code < 500, url
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        where = answer.headers.get("Location", "")
        told |= dict.fromkeys(heard(content + where.encode(), url), url)
    assert told == {}


@pytest.mark.django_db
def test_every_word_is_told_once_it_is_public(planted: Planted) -> None:
    reveal_site(planted.site)
    show_people(planted.people)
    heard = set()
    for route in ROUTES:
        asked = questions(route, planted.trail, thorough=True)
        heard |= ask(planted.trail, "nobody", asked).keys()
    there = [each for each in planted.site.plants if not each.state.endswith("deleted")]
    said = {word for plant in there for word in plant.words}
    # Whoever finds something has heard what they looked for, typed in full or not.
    assert {word for word in heard if not word.endswith(f"x{TYPED}")} == said | SHOWN
