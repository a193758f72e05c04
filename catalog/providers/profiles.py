"""What a provider is made of when onboarding is done: plain values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

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
    photo: str = ""
