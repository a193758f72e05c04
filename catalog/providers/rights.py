"""What is held of a provider as a person: a copy of it, and its erasure."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from accounts.users.models import User
from catalog.providers.actions import place, suspend_provider
from catalog.providers.models import Provider
from catalog.providers.states import Gender
from cms.delivery.actions import publish
from cms.media.models import Picture

COPIED = (
    "kind", "public_name", "bio", "experience_years", "gender", "timezone", "status",
    "activated_at",
)  # fmt: skip


def exported(user: User) -> dict[str, Any] | None:
    """The profile with skills, areas and certificates; none of whoever is no provider."""
    provider = Provider.objects.filter(user=user).first()
    if provider is None:
        return None
    located = provider.lat is not None and provider.lng is not None
    return {
        "id": str(provider.public_id),
        **{name: getattr(provider, name) for name in COPIED},
        "place": [str(provider.lat), str(provider.lng)] if located else None,
        "skills": list(provider.skills.order_by("key").values_list("key", flat=True)),
        "areas": [area.region for area in provider.areas.all()],
        "certificates": [
            {
                "kind": each.kind,
                "expires_on": each.expires_on and each.expires_on.isoformat(),
                "verified": each.verified,
            }
            for each in provider.certificates.all()
        ],
    }


def erase_profile(user: User, by: User, now: datetime) -> None:
    """Take the profile from the public and all that tells of the person off it.

    The row stays, for orders and reviews name it.
    """
    provider = Provider.objects.select_for_update(no_key=True).filter(user=user).first()
    if provider is None:
        return
    provider = suspend_provider(provider, reason=_("The person has left."), by=by, now=now)
    photo, provider.photo = provider.photo, None
    provider.public_name = f"anonymous-{provider.public_id.hex}"
    provider.bio, provider.experience_years, provider.gender = {}, 0, Gender.UNSTATED
    place(provider, None, None)
    provider.save()
    # Before the picture goes, and with it whatever still shows it.
    publish(provider)
    if photo is not None and not _shown_elsewhere(photo, provider):
        photo.delete()


def _shown_elsewhere(photo: Picture, provider: Provider) -> bool:
    own = ContentType.objects.get_for_model(Provider)
    uses = ReferenceIndex.get_references_to(photo)
    return bool(uses.exclude(base_content_type=own, object_id=provider.pk).exists())
