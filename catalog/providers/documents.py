"""What the public reads of a provider: never identity, phone or home."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pydantic import BaseModel

from catalog.providers.locations import centre_of
from catalog.providers.models import Provider
from catalog.providers.states import Gender, ProviderKind
from catalog.services.documents.categories import CategoryLink, category_link
from catalog.services.words import words_in
from cms.delivery.locales import site_locales
from cms.delivery.registry import Content, DocumentType
from cms.media.documents import ImageBody, image_body

COLLECTION = "providers"


class LocationBody(BaseModel):
    """The centre of the provider's H3 cell (resolution 8), in degrees."""

    lat: float
    lng: float


class CertificateBody(BaseModel):
    """``expires_on`` is the last valid day."""

    kind: str
    expires_on: date | None


class PortfolioBody(BaseModel):
    title: str
    image: ImageBody


class ProviderSummary(BaseModel):
    """``rating`` is the Bayesian mean of the reviews, from 1 to 5; null before the first."""

    id: UUID
    kind: ProviderKind
    name: str
    photo: ImageBody | None
    skills: list[CategoryLink]
    areas: list[str]
    experience_years: int
    gender: Gender
    rating: float | None
    rating_count: int
    location: LocationBody | None


class ProviderBody(ProviderSummary):
    bio: str
    certificates: list[CertificateBody]
    portfolio: list[PortfolioBody]


def active_versions(providers: Sequence[Provider]) -> list[dict[str, Provider]]:
    """The providers as stored, in every locale; nothing of one who is not active."""
    rows = (
        Provider.objects.active()
        .select_related("photo")
        .prefetch_related("skills", "areas", "certificates")
        .prefetch_related("photo__renditions", "portfolio__picture__renditions")
        .in_bulk([provider.pk for provider in providers])
    )
    found = [rows.get(provider.pk) for provider in providers]
    return [dict.fromkeys(site_locales(), each) if each else {} for each in found]


def build(provider: Provider, locale: str) -> Content:
    summary = ProviderSummary(
        id=provider.public_id,
        kind=provider.kind,
        name=provider.public_name,
        photo=image_body(provider.photo, locale, alt=provider.public_name)
        if provider.photo
        else None,
        skills=[category_link(skill, locale) for skill in provider.skills.all()],
        areas=[area.region for area in provider.areas.all()],
        experience_years=provider.experience_years,
        gender=provider.gender,
        rating=float(provider.rating_mean) if provider.rating_mean is not None else None,
        rating_count=provider.rating_count,
        location=_location(provider),
    )
    return Content(
        body=ProviderBody(
            **dict(summary),
            bio=words_in(provider.bio, locale),
            certificates=_certificates(provider),
            portfolio=_portfolio(provider, locale),
        ),
        summary=summary,
        published_at=provider.activated_at,
        cache_keys=(f"provider:{provider.public_id}",),
    )


def _location(provider: Provider) -> LocationBody | None:
    if not provider.cell:
        return None
    lat, lng = centre_of(provider.cell)
    return LocationBody(lat=lat, lng=lng)


def _certificates(provider: Provider) -> list[CertificateBody]:
    # Whoever reads compares the day: a document holds nothing that time changes by itself.
    return [
        CertificateBody(kind=certificate.kind, expires_on=certificate.expires_on)
        for certificate in provider.certificates.all()
        if certificate.verified
    ]


def _portfolio(provider: Provider, locale: str) -> list[PortfolioBody]:
    return [
        PortfolioBody(
            title=words_in(item.title, locale),
            image=image_body(item.picture, locale, alt=words_in(item.title, locale)),
        )
        for item in provider.portfolio.all()
    ]


DOCUMENTS = DocumentType(
    collection=COLLECTION,
    model=Provider,
    build=build,
    key_of=lambda provider: str(provider.public_id),
    owner_of=lambda provider: provider.public_id,
    versions=active_versions,
)
