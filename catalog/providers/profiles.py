"""What a provider is made of when onboarding is done: plain values, no rows."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.providers.states import Gender, ProviderKind


@dataclass(frozen=True)
class CertificateRecord:
    """``upload``: the public id of the stored file. ``expires_on``: the last valid day."""

    kind: str
    upload: str
    expires_on: date | None = None
    verified: bool = False


@dataclass(frozen=True)
class ProviderProfile:
    """``skills`` are category keys, ``areas`` region keys; ``lat`` and ``lng`` degrees (WGS 84).

    ``bio`` maps languages to text; ``photo`` is the id of an upload of the provider's own, which
    becomes a public picture.
    """

    kind: ProviderKind
    public_name: str
    bio: Mapping[str, str] = field(default_factory=dict)
    skills: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    experience_years: int = 0
    gender: Gender = Gender.UNSTATED
    lat: Decimal | None = None
    lng: Decimal | None = None
    certificates: tuple[CertificateRecord, ...] = ()
    photo: UUID | None = None


def profile_errors(
    profile: ProviderProfile, *, known_skills: Container[str]
) -> list[dict[str, object]]:
    """What keeps the profile from making a provider, as ``{"loc", "type", "msg"}``."""
    errors: list[dict[str, object]] = [
        {
            "loc": ["skills"],
            "type": "unknown_category",
            "msg": _("There is no category “%(key)s”.") % {"key": key},
        }
        for key in profile.skills
        if key not in known_skills
    ]
    if not profile.public_name.strip():
        errors.append({"loc": ["public_name"], "type": "required", "msg": _("Give a public name.")})
    if (profile.lat is None) != (profile.lng is None):
        errors.append(
            {"loc": ["lat"], "type": "incomplete", "msg": _("Give both latitude and longitude.")}
        )
    return errors
