"""From the answers of an application to a provider's profile. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from catalog.providers.profiles import CertificateRecord, ProviderProfile
from catalog.providers.states import Gender, ProviderKind

# Field keys of the default process; an operator may rename labels, not these.
CERTIFICATES = {
    "health": ("health_certificate", "health_certificate_expires"),
    "vocational": ("vocational_certificate", "vocational_certificate_expires"),
}


def profile_of(data: Mapping[str, Any], *, language: str) -> ProviderProfile:
    """The profile that a case's data describes; ``language`` is the one the applicant wrote in."""
    home = data.get("home") or {}
    about = data.get("about")
    return ProviderProfile(
        kind=ProviderKind(data.get("kind", ProviderKind.PERSON)),
        public_name=data.get("public_name", ""),
        bio={language: about} if about else {},
        skills=tuple(data.get("services") or ()),
        areas=tuple(data.get("areas") or ()),
        experience_years=data.get("years") or 0,
        gender=Gender(data.get("gender") or Gender.UNSTATED),
        lat=_degrees(home.get("lat")),
        lng=_degrees(home.get("lng")),
        certificates=tuple(certificates_of(data)),
    )


def certificates_of(data: Mapping[str, Any]) -> list[CertificateRecord]:
    """The certificates that were uploaded; they have been seen by a reviewer, so verified."""
    records = []
    for kind, (upload, expires) in CERTIFICATES.items():
        if data.get(upload):
            last_day = data.get(expires)
            records.append(
                CertificateRecord(
                    kind=kind,
                    upload=str(data[upload]),
                    expires_on=date.fromisoformat(last_day) if last_day else None,
                    verified=True,
                )
            )
    return records


def _degrees(value: object) -> Decimal | None:
    # By way of text: a float's binary tail is no part of where somebody lives.
    return None if value is None else Decimal(str(value))
