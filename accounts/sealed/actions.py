"""Sealing, opening and destroying personal values."""

import logging
import uuid
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.sealed import ciphers, redaction
from accounts.sealed.house_secrets import rewrap_house_secrets
from accounts.sealed.keyring import index_key, master_keys
from accounts.sealed.models import PersonKey, SealedValue
from accounts.sealed.refusals import KeyDestroyed, MasterKeyMissing, UnknownValue
from accounts.users import audit
from accounts.users.models import User

logger = logging.getLogger("doorstep.sealed")


@transaction.atomic
def seal(person: User, value: str, *, purpose: str) -> UUID:
    """Encrypt ``value`` with the person's own key and return the reference to keep in its place.

    ``purpose`` (such as ``"onboarding.identity_number"``) is bound into the encryption and is
    shown in the audit log. Raises ``KeyDestroyed`` when the person's data was erased.
    """
    redaction.protect(value)
    key = _person_key(person)
    ref = uuid.uuid4()
    envelope = ciphers.encrypt_value(
        value, key=_open_key(key), person=person.uuid, ref=ref, purpose=purpose
    )
    SealedValue.objects.create(id=ref, key=key, purpose=purpose, envelope=envelope)
    return ref


@transaction.atomic
def unseal(ref: UUID, *, by: User | None, reason: str) -> str:
    """The value behind ``ref``, with an audit entry of who read it and why.

    ``by`` is ``None`` for the system's own work. Raises ``UnknownValue``, ``KeyDestroyed``,
    ``MasterKeyMissing``, ``Unreadable``, and ``ValidationError`` (``reason_required``).
    """
    if not reason.strip():
        raise ValidationError(_("Say why the value is read."), code="reason_required")
    try:
        sealed = SealedValue.objects.select_related("key__person").get(pk=ref)
    except SealedValue.DoesNotExist as error:
        raise UnknownValue(f"There is no sealed value {ref}.") from error
    value = ciphers.decrypt_value(
        bytes(sealed.envelope),
        key=_open_key(sealed.key),
        person=sealed.key.person.uuid,
        ref=sealed.pk,
        purpose=sealed.purpose,
    )
    redaction.protect(value)
    data = {"purpose": sealed.purpose, "reason": reason}
    audit.record(sealed, "doorstep.sealed_value.unseal", by=by, data=data)
    # The entry above goes with a rollback of the caller's transaction; that somebody read does not.
    logger.info("unsealed %s (%s) by %s: %s", ref, sealed.purpose, by and by.uuid, reason)
    return value


def keyed_hash(value: str, *, purpose: str) -> str:
    """64 hex digits, equal for equal values of one purpose: the way to search a sealed value.

    The caller normalises (case, spaces) first. Without the index key nobody can try values.
    """
    redaction.protect(value)
    return ciphers.keyed_digest(value, index_key=index_key(), purpose=purpose)


def rotate_master_key() -> int:
    """Wrap every key and secret under the current master key; returns how many were re-wrapped.

    Values are not touched. May be stopped and run again at any time; once it is through, the old
    master key can leave the settings.
    """
    masters = master_keys()
    stale = PersonKey.objects.filter(wrapped__isnull=False).exclude(
        master_key_id=masters.current_id
    )
    count = rewrap_house_secrets()
    for key in stale.select_related("person").iterator(chunk_size=500):
        wrapped = _wrap(_open_key(key), person=key.person)
        # The old id as a condition: a key destroyed meanwhile stays destroyed.
        count += PersonKey.objects.filter(pk=key.pk, master_key_id=key.master_key_id).update(
            wrapped=wrapped, master_key_id=masters.current_id
        )
    return count


@transaction.atomic
def destroy_key(person: User, *, by: User | None) -> None:
    """Make everything sealed for ``person`` unreadable for ever, and refuse to seal more.

    Copies of the wrapped key may live on in database backups until those expire.
    """
    key, _created = PersonKey.objects.update_or_create(
        person=person, defaults={"wrapped": None, "master_key_id": ""}
    )
    audit.record(key, "doorstep.sealed_key.destroy", by=by, data={})


def _person_key(person: User) -> PersonKey:
    key = PersonKey.objects.filter(person=person).first()
    if key is None:
        # Two first values at once: the unique constraint lets one key in, both use that one.
        fresh = {"wrapped": _wrap(ciphers.new_key(), person=person)}
        key, _created = PersonKey.objects.get_or_create(
            person=person, defaults={**fresh, "master_key_id": master_keys().current_id}
        )
    key.person = person
    return key


def _wrap(plain: bytes, *, person: User) -> bytes:
    masters = master_keys()
    return ciphers.wrap_key(
        plain,
        master=masters.keys[masters.current_id],
        master_id=masters.current_id,
        person=person.uuid,
    )


def _open_key(key: PersonKey) -> bytes:
    if key.wrapped is None:
        raise KeyDestroyed("The person's key is destroyed; the value cannot be read again.")
    master = master_keys().keys.get(key.master_key_id)
    if master is None:
        raise MasterKeyMissing(
            f"SEALED_MASTER_KEYS holds no key {key.master_key_id!r}; put it back, then rotate."
        )
    return ciphers.unwrap_key(
        bytes(key.wrapped), master=master, master_id=key.master_key_id, person=key.person.uuid
    )
