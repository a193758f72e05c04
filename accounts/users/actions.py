"""What people do with what is theirs, and how a person becomes anonymous."""

from collections.abc import Collection, Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users import audit, rights
from accounts.users.managers import SYSTEM_USERNAME
from accounts.users.models import Address, User
from accounts.users.tokens import revoke_tokens_of


def update_profile(user: User, *, changes: Mapping[str, str]) -> User:
    """Change ``display_name`` and ``language``, whichever is given."""
    for name in changes:
        setattr(user, name, changes[name])
    user.save(update_fields=list(changes))
    return user


@transaction.atomic
def add_address(user: User, *, fields: Mapping[str, object], now: datetime) -> Address:
    """A new address; one's first is the default."""
    _lock_addresses_of(user)
    address = Address(user=user, created_at=now, **dict(fields))
    address.is_default = address.is_default or not user.addresses.exists()
    _save(address)
    return address


@transaction.atomic
def change_address(address: Address, *, fields: Mapping[str, object]) -> Address:
    """Change what is given. Making an address the default unsets the one before."""
    _lock_addresses_of(address.user)
    for name, value in fields.items():
        setattr(address, name, value)
    _save(address)
    return address


@transaction.atomic
def remove_address(address: Address) -> None:
    """Delete an address; the newest of the others takes its place as the default."""
    user = address.user
    _lock_addresses_of(user)
    address.delete()
    heir = user.addresses.first()
    if heir is not None and not user.addresses.filter(is_default=True).exists():
        user.addresses.filter(pk=heir.pk).update(is_default=True)


def _lock_addresses_of(user: User) -> None:
    # Two new defaults at once: the second waits here, then unsets the first.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _save(address: Address) -> None:
    if address.is_default:
        address.user.addresses.exclude(pk=address.pk).update(is_default=False)
    address.save()


def settle_contacts(user: User, *, changed: Collection[str]) -> None:
    """After staff changed a phone or an e-mail address: what the old one proved is void."""
    if "phone" in changed:
        user.phone_verified = False
        user.save(update_fields=["phone_verified"])
    if "email" in changed:
        EmailAddress.objects.filter(user=user).delete()


@transaction.atomic
def anonymise_user(user: User, *, by: User, now: datetime) -> User:
    """Take everything personal off a person, for good. Work and entries that name them stay.

    Raises ``ValidationError`` with code ``not_oneself`` or ``not_the_system``.
    """
    if user == by:
        raise ValidationError(_("You cannot make yourself anonymous."), code="not_oneself")
    if user.username == SYSTEM_USERNAME:
        raise ValidationError(_("The system user is nobody already."), code="not_the_system")
    rights.erase_all(user, by=by, now=now)
    user.username = f"anonymous-{user.uuid.hex}"
    user.email = user.first_name = user.last_name = user.display_name = ""
    user.phone, user.phone_verified = None, False
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.anonymised_at = now
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    user.teams.clear()
    user.led_teams.update(lead=None)
    user.addresses.all().delete()
    EmailAddress.objects.filter(user=user).delete()
    revoke_tokens_of(user, now)
    audit.record(user, "doorstep.user.anonymise", by=by)
    return user
