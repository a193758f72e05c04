"""The cast, a team, and forty providers at real places in Shanghai and Chengdu."""

import random
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.users.models import Address, Team, User
from catalog.providers.actions import activate_provider
from catalog.providers.models import Provider
from catalog.providers.profiles import ProviderProfile
from catalog.providers.states import Gender, ProviderKind
from catalog.services.models import Category
from config.demo.cast import CAST, PASSWORD

# Neighbourhoods: name, region, latitude, longitude (WGS 84).
PLACES = (
    ("Jing'an", "shanghai", 31.2290, 121.4480),
    ("Huangpu", "shanghai", 31.2222, 121.4844),
    ("Xuhui", "shanghai", 31.1885, 121.4367),
    ("Changning", "shanghai", 31.2204, 121.4246),
    ("Putuo", "shanghai", 31.2498, 121.3967),
    ("Hongkou", "shanghai", 31.2646, 121.5051),
    ("Yangpu", "shanghai", 31.2595, 121.5260),
    ("Pudong", "shanghai", 31.2214, 121.5447),
    ("Jinjiang", "chengdu", 30.6570, 104.0830),
    ("Qingyang", "chengdu", 30.6739, 104.0622),
    ("Wuhou", "chengdu", 30.6417, 104.0431),
    ("Chenghua", "chengdu", 30.6600, 104.1018),
    ("Jinniu", "chengdu", 30.6914, 104.0523),
    ("High-tech zone", "chengdu", 30.5810, 104.0660),
)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
PROVIDERS = 40
COMPANIES = (7, 15, 23, 31, 39)


def load_people(*, now: datetime) -> dict[str, User]:
    """The cast by username, whoever is missing added."""
    password = make_password(PASSWORD)
    people = {}
    for number, member in enumerate(CAST):
        user, created = User.objects.get_or_create(
            username=member.username,
            defaults={
                "display_name": member.username.title(),
                "email": f"{member.username}@example.com",
                "phone": f"+86138000000{number:02}",
                "phone_verified": True,
                "password": password,
                "is_superuser": member.role == "admin",
            },
        )
        if created:
            user.groups.add(Group.objects.get(name=member.role))
        people[member.username] = user
    _teams(people)
    _address(people["customer"], now)
    return people


def _teams(people: dict[str, User]) -> None:
    for city, name in (("shanghai", "Shanghai review"), ("chengdu", "Chengdu review")):
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


def load_providers(people: dict[str, User], *, now: datetime) -> None:
    """Forty active providers, the two of the cast among them."""
    if Provider.objects.count() >= PROVIDERS:
        return
    keys = list(Category.objects.order_by("key").values_list("key", flat=True))
    for number in range(PROVIDERS):
        user = _person(number, people)
        if not hasattr(user, "provider"):
            activate_provider(user, profile=_profile(number, keys), by=people["admin"], now=now)


def _person(number: int, people: dict[str, User]) -> User:
    if number < 2:
        return people[("provider", "rival")[number]]
    user, created = User.objects.get_or_create(
        username=f"provider-{number:02}",
        defaults={"display_name": _name(number), "language": "zh-hans"},
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _name(number: int) -> str:
    surname = SURNAMES[number % len(SURNAMES)]
    if number in COMPANIES:
        return f"{surname}氏家政服务有限公司"
    return f"{surname}{('师傅', '阿姨', '老师')[number % 3]}"


def _profile(number: int, keys: list[str]) -> ProviderProfile:
    chance = random.Random(number)  # noqa: S311 - the same forty at every load
    place, region, lat, lng = PLACES[number % len(PLACES)]
    company = number in COMPANIES
    skills = chance.sample(keys, chance.randint(2, 4))
    years = chance.randint(1, 22)
    return ProviderProfile(
        kind=ProviderKind.COMPANY if company else ProviderKind.PERSON,
        public_name=_name(number),
        bio={
            "en": f"{years} years of work in {place} and around.",
            "zh-hans": f"从业 {years} 年，服务{'上海' if region == 'shanghai' else '成都'}各区。",
        },
        skills=tuple(sorted(skills)),
        areas=(region,),
        experience_years=years,
        gender=_gender(number, company),
        lat=_near(lat, chance),
        lng=_near(lng, chance),
    )


def _gender(number: int, company: bool) -> Gender:
    if company:
        return Gender.UNSTATED
    return Gender.MALE if number % 3 == 0 else Gender.FEMALE


def _near(degrees: float, chance: random.Random) -> Decimal:
    """Within about two kilometres."""
    return Decimal(str(round(degrees + chance.uniform(-0.02, 0.02), 6)))
