"""What providers themselves see of their profile: more than the public, less than the house."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import get_language
from pydantic import BaseModel

from catalog.providers.models import Provider
from catalog.services.documents.categories import CategoryLink, category_link
from cms.media.documents import ImageBody, image_body


class OwnCertificate(BaseModel):
    """``upload`` is read under ``uploads/``; ``expires_on`` is the last valid day."""

    kind: str
    upload: str
    expires_on: date | None
    verified: bool


class OwnProfileBody(BaseModel):
    """``bio`` holds every language; the rest is changed through onboarding."""

    id: UUID
    kind: str
    name: str
    status: str
    status_reason: str
    status_since: datetime
    bio: dict[str, str]
    photo: ImageBody | None
    skills: list[CategoryLink]
    areas: list[str]
    experience_years: int
    gender: str
    certificates: list[OwnCertificate]


def own_profile(provider: Provider) -> OwnProfileBody:
    locale = get_language() or ""
    return OwnProfileBody(
        id=provider.public_id,
        kind=provider.kind,
        name=provider.public_name,
        status=provider.status,
        status_reason=provider.status_reason,
        status_since=provider.status_since,
        bio=provider.bio,
        photo=image_body(provider.photo, locale) if provider.photo else None,
        skills=[category_link(skill, locale) for skill in provider.skills.all()],
        areas=[area.region for area in provider.areas.all()],
        experience_years=provider.experience_years,
        gender=provider.gender,
        certificates=[
            OwnCertificate(
                kind=each.kind,
                upload=each.upload,
                expires_on=each.expires_on,
                verified=each.verified,
            )
            for each in provider.certificates.all()
        ],
    )
