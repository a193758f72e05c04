"""The cast, their teams and an address."""

from datetime import datetime
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.users.models import Address, Team, User
from config.demo.cast import CAST, PASSWORD, Member

TEAMS = (("shanghai", "Shanghai review"), ("chengdu", "Chengdu review"))


def load_people(*, now: datetime) -> dict[str, User]:
    """The cast by username, whoever is missing added."""
    found: dict[str, User] = User.objects.in_bulk(
        [member.username for member in CAST], field_name="username"
    )
    password = "" if len(found) == len(CAST) else make_password(PASSWORD)
    for number, member in enumerate(CAST):
        if member.username not in found:
            found[member.username] = _join(member, number, password)
    _teams(found)
    _address(found["customer"], now)
    return found


def _join(member: Member, number: int, password: str) -> User:
    user: User = User.objects.create(
        username=member.username,
        display_name=member.username.title(),
        email=f"{member.username}@example.com",
        phone=f"+86138000000{number:02}",
        phone_verified=True,
        password=password,
        is_superuser=member.role == "admin",
    )
    user.groups.add(Group.objects.get(name=member.role))
    return user


def newcomer(username: str, name: str, *, role: str) -> User:
    """Somebody beside the cast, who has no password: they log in by a code to their phone."""
    user: User
    user, created = User.objects.get_or_create(
        username=username, defaults={"display_name": name, "language": "zh-hans", "password": "!"}
    )
    if created:
        user.groups.add(Group.objects.get(name=role))
    return user


def _teams(people: dict[str, User]) -> None:
    for city, name in TEAMS:
        team, created = Team.objects.get_or_create(
            slug=f"{city}-review",
            defaults={"name": name, "city": city, "lead": people["operator"]},
        )
        if created:
            team.members.add(people["reviewer"], people["operator"])


def _address(customer: User, now: datetime) -> None:
    if not Address.objects.filter(user=customer).exists():
        Address.objects.create(
            user=customer,
            label="Home",
            region="shanghai",
            line="Yuyuan Road 168, Jing'an",
            lat=Decimal("31.226100"),
            lng=Decimal("121.439500"),
            contact_name="Customer",
            contact_phone="+8613800000007",
            is_default=True,
            created_at=now,
        )
