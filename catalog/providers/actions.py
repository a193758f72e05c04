"""What happens to a provider. Each verb locks the row, leaves a trace and renews the documents."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users import audit
from accounts.users.models import User
from accounts.users.roles import PROVIDER
from catalog.providers.locations import cell_of
from catalog.providers.models import Certificate, Provider, ProviderArea
from catalog.providers.profiles import CertificateRecord, ProviderProfile, profile_errors
from catalog.providers.refusals import InvalidProfile, ProviderSuspended
from catalog.providers.states import ProviderStatus
from catalog.services.models import Category
from catalog.services.ratings import Rating
from cms.delivery.actions import publish
from cms.media.models import Picture
from cms.media.pictures import picture_from_upload

DEGREES = Decimal("0.000001")


@transaction.atomic
def activate_provider(
    user: User, *, profile: ProviderProfile, by: User | None, now: datetime
) -> Provider:
    """Make ``user`` an active provider; whoever is one already is answered unchanged.

    Raises ``ProviderSuspended`` for a suspended one and ``InvalidProfile`` with the values that
    do not fit.
    """
    # The person first: two activations of one person take their turns here.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    standing = Provider.objects.filter(user=user).first()
    if standing is not None:
        if standing.status == ProviderStatus.SUSPENDED:
            raise ProviderSuspended
        return standing
    provider = _create(user, profile, now=now)
    user.groups.add(Group.objects.get(name=PROVIDER))
    audit.record(provider, "doorstep.provider.activate", by=by, data={})
    publish(provider)
    return provider


@transaction.atomic
def suspend_provider(
    provider: Provider, *, reason: str, by: User | None, now: datetime
) -> Provider:
    """Take the provider from the public, with the reason; a suspended one keeps its own reason."""
    locked = Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    if locked.status == ProviderStatus.SUSPENDED:
        return locked
    if not reason.strip():
        raise InvalidProfile([{"loc": ["reason"], "type": "required", "msg": _("Say why.")}])
    _move(locked, ProviderStatus.SUSPENDED, reason=reason.strip(), now=now)
    audit.record(locked, "doorstep.provider.suspend", by=by, data={"reason": locked.status_reason})
    publish(locked)
    return locked


@transaction.atomic
def reinstate_provider(provider: Provider, *, by: User | None, now: datetime) -> Provider:
    """Show a suspended provider again; an active one is answered unchanged."""
    locked = Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    if locked.status == ProviderStatus.ACTIVE:
        return locked
    _move(locked, ProviderStatus.ACTIVE, reason="", now=now)
    audit.record(locked, "doorstep.provider.reinstate", by=by, data={})
    publish(locked)
    return locked


@transaction.atomic
def record_certificate(
    provider: Provider, *, record: CertificateRecord, by: User | None
) -> Certificate:
    """Add a certificate, or bring the one with this upload up to date."""
    certificate, _created = Certificate.objects.update_or_create(
        upload=record.upload,
        defaults={
            "provider": provider,
            "kind": record.kind,
            "expires_on": record.expires_on,
            "verified": record.verified,
        },
    )
    audit.record(provider, "doorstep.provider.certify", by=by, data={"kind": record.kind})
    publish(provider)
    return certificate


@transaction.atomic
def update_own_profile(
    provider: Provider,
    *,
    bio: Mapping[str, str] | None = None,
    photo: UUID | None = None,
    by: User,
    now: datetime,
) -> Provider:
    """Change what providers may change without review: ``None`` leaves a value as it is.

    ``photo`` is an upload of ``by``. Raises ``UploadsUnavailable`` and ``NotAPicture``.
    """
    locked = Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    changed = []
    if bio is not None:
        locked.bio = {language: text for language, text in bio.items() if text}
        changed.append("bio")
    if photo is not None:
        locked.photo = _photo(photo, of=locked, by=by, now=now)
        changed.append("photo")
    locked.full_clean()
    locked.save(update_fields=changed)
    audit.record(locked, "doorstep.provider.edit", by=by, data={"fields": changed})
    publish(locked)
    return locked


@transaction.atomic
def correct_provider(
    provider: Provider,
    *,
    facts: Mapping[str, object],
    skills: Collection[Category],
    areas: Collection[str],
) -> Provider:
    """What operators may correct: ``facts`` are columns that the form of the admin has too.

    Raises ``ValidationError``.
    """
    locked = Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    for name, value in facts.items():
        setattr(locked, name, value)
    standing = {area.region: area for area in locked.areas.all()}
    locked.areas.set(
        [
            standing.get(region) or ProviderArea(provider=locked, region=region)
            for region in sorted(areas)
        ]
    )
    for area in locked.areas.all():
        area.clean_fields(exclude=["provider"])
    locked.full_clean()
    changed: list[str] = [*facts, "areas"]
    locked.save(update_fields=changed)
    locked.skills.set(skills)
    publish(locked)
    return locked


@transaction.atomic
def rate_provider(provider: Provider, *, rating: Rating) -> Provider:
    """Keep what the reviews of the provider come to; the documents show it."""
    locked = Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    locked.rating = rating
    locked.save(update_fields=["rating_count", "rating_mean"])
    publish(locked)
    return locked


def place(provider: Provider, lat: Decimal | None, lng: Decimal | None) -> None:
    """Set the private point and the public cell that holds it; the caller saves."""
    if lat is None or lng is None:
        provider.lat, provider.lng, provider.cell = None, None, ""
        return
    provider.lat, provider.lng = lat.quantize(DEGREES), lng.quantize(DEGREES)
    provider.cell = cell_of(provider.lat, provider.lng)


def _create(user: User, profile: ProviderProfile, *, now: datetime) -> Provider:
    skills = {row.key: row for row in Category.objects.filter(key__in=profile.skills)}
    if errors := profile_errors(profile, known_skills=skills):
        raise InvalidProfile(errors)
    provider = Provider(
        user=user,
        kind=profile.kind,
        public_name=profile.public_name.strip(),
        bio=dict(profile.bio),
        experience_years=profile.experience_years,
        gender=profile.gender,
        status_since=now,
        activated_at=now,
    )
    place(provider, profile.lat, profile.lng)
    provider.full_clean()
    provider.save()
    provider.skills.set(skills.values())
    ProviderArea.objects.bulk_create(
        ProviderArea(provider=provider, region=region) for region in dict.fromkeys(profile.areas)
    )
    Certificate.objects.bulk_create(
        Certificate(provider=provider, **asdict(record)) for record in profile.certificates
    )
    if profile.photo is not None:
        provider.photo = _photo(profile.photo, of=provider, by=user, now=now)
        provider.save(update_fields=["photo"])
    return provider


def _photo(upload: UUID, *, of: Provider, by: User, now: datetime) -> Picture:
    to = f"provider:{of.public_id}"
    return picture_from_upload(
        upload, to=to, title=of.public_name, place=("photo",), by=by, now=now
    )


def _move(provider: Provider, to: ProviderStatus, *, reason: str, now: datetime) -> None:
    provider.status, provider.status_reason, provider.status_since = to, reason, now
    provider.save(update_fields=["status", "status_reason", "status_since"])
