"""Nobody's phone, identity or door in a public answer, and a provider's home in none at all."""

import pytest
from django.db import transaction
from django.test import Client

from accounts.users.models import User
from catalog.providers.models import Provider
from tests.furniture.orders import PLACE
from tests.journeys.people import identity_number
from tests.permissions.rows import Row
from tests.permissions.table import ROWS
from tests.world import EVERYBODY, World

# The document of the API holds examples, the same for everybody.
READS = [row for row in ROWS if row.method == "GET" and not row.path.endswith("/openapi.json")]
DOORS = (PLACE.line, "1 Huaihai Road", "+8613900000000")
# The applicant's.
IDENTITY = identity_number("19850614")
# Five places after the point: about a metre.
HOME = ("31.23041", "31.23042", "121.47370", "121.47371")


def read(row: Row, world: World, member: str) -> str:
    """What the member is answered, as text."""
    headers = {**row.sent_headers(world.values), **world.headers(member)}
    with transaction.atomic():
        answer = Client().get(row.url(world.values), headers=headers)
        transaction.set_rollback(True)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


def of_people() -> list[str]:
    """The phones and addresses for mail of everybody."""
    told = User.objects.values_list("phone", "email")
    return [str(value) for pair in told for value in pair if value]


@pytest.mark.django_db
def test_the_provider_of_the_world_lives_somewhere(world: World) -> None:
    provider = Provider.objects.get(user=world.cast["provider"])
    assert (str(provider.lat), str(provider.lng)) == ("31.230416", "121.473701")
    assert len(of_people()) == 2 * len(world.cast)


@pytest.mark.django_db
@pytest.mark.parametrize("row", READS, ids=str)
def test_the_public_learns_nobodys_phone_identity_or_door(row: Row, world: World) -> None:
    text = read(row, world, "nobody")
    private = [*of_people(), *DOORS, IDENTITY]
    assert [value for value in private if value in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize("row", READS, ids=str)
def test_a_stranger_learns_only_their_own(row: Row, world: World) -> None:
    text = read(row, world, "stranger")
    stranger = world.cast["stranger"]
    own = {str(stranger.phone), stranger.email}
    private = [*of_people(), *DOORS, IDENTITY]
    assert [value for value in private if value in text and value not in own] == []


@pytest.mark.django_db
@pytest.mark.parametrize("row", READS, ids=str)
def test_nobody_learns_where_a_provider_lives(row: Row, world: World) -> None:
    for member in EVERYBODY:
        text = read(row, world, member)
        assert [value for value in HOME if value in text] == [], member
