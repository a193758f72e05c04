"""Forty providers at real places in Shanghai and Chengdu, with papers and pictures of work."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.uploads.actions import attach_uploads, store_upload
from accounts.users.models import User
from accounts.users.roles import PROVIDER
from catalog.providers.actions import activate_provider
from catalog.providers.models import PortfolioItem, Provider
from catalog.providers.profiles import CertificateRecord, ProviderProfile
from catalog.providers.states import Gender, ProviderKind
from cms.delivery.actions import publish
from config.demo.drawing import person, storefront
from config.demo.papers import paper
from config.demo.people import newcomer
from config.demo.pictures import picture
from config.demo.texts import data, words
from workflows.onboarding.certificates import suspend_expired

DAYS_PER_MONTH = 30


def load_providers(people: dict[str, User], *, now: datetime) -> None:
    """The forty, whoever is missing added; whose certificate ran out is suspended."""
    missing = False
    for number, texts in enumerate(data("providers")["provider"], start=1):
        username = username_of(number, texts)
        if not Provider.objects.filter(user__username=username).exists():
            user = people.get(username) or newcomer(username, texts["name"], role=PROVIDER)
            _provider(user, texts, by=people["admin"], now=now)
            missing = True
    if missing:
        # What the timers do every hour.
        suspend_expired(now)


def username_of(number: int, texts: dict[str, Any]) -> str:
    """The login of the provider who is at this place, from 1, among the texts."""
    return str(texts.get("username", f"provider-{number:02}"))


@transaction.atomic
def _provider(user: User, texts: dict[str, Any], *, by: User, now: datetime) -> None:
    certificates = tuple(_certificate(user, kind, due, now) for kind, due in texts["papers"])
    photo = store_upload(ContentFile(_portrait(texts), "portrait.jpg"), by=user, now=now)
    profile = ProviderProfile(
        kind=ProviderKind(texts.get("kind", ProviderKind.PERSON)),
        public_name=texts["name"],
        bio=words(texts["bio"]),
        skills=tuple(texts["skills"]),
        areas=(texts["region"],),
        experience_years=texts["years"],
        gender=Gender(texts.get("gender", Gender.UNSTATED)),
        lat=Decimal(str(texts["at"][0])),
        lng=Decimal(str(texts["at"][1])),
        certificates=certificates,
        photo=photo.pk,
    )
    provider = activate_provider(user, profile=profile, by=by, now=now)
    attach_uploads(
        [record.upload for record in certificates],
        to=f"provider:{provider.public_id}",
        by=user,
        now=now,
    )
    _portfolio(provider, texts.get("work", []))


def _portrait(texts: dict[str, Any]) -> bytes:
    if "kind" in texts:
        return storefront(texts["name"])
    return person(texts["name"], long_hair=texts["gender"] == Gender.FEMALE)


def _certificate(user: User, kind: str, due: int, now: datetime) -> CertificateRecord:
    upload = store_upload(ContentFile(paper(kind), f"{kind}.pdf"), by=user, now=now)
    return CertificateRecord(
        kind=kind, upload=str(upload.pk), expires_on=_last_day(due, now), verified=True
    )


def _last_day(due: int, now: datetime) -> date | None:
    """``due``: months still valid; days since it ran out if negative; 0 for no end."""
    if due == 0:
        return None
    days = due * DAYS_PER_MONTH if due > 0 else due
    return timezone.localdate(now) + timedelta(days=days)


def _portfolio(provider: Provider, work: list[list[Any]]) -> None:
    for position, (category, scene, *title) in enumerate(work):
        PortfolioItem.objects.create(
            provider=provider,
            picture=picture(category, scene),
            title=words(title),
            position=position,
        )
    if work:
        publish(provider)
