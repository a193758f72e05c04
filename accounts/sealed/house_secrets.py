"""Secrets of the house: made at first use, and kept under the master key."""

from collections.abc import Callable

from accounts.sealed import ciphers
from accounts.sealed.keyring import master_keys
from accounts.sealed.models import HouseSecret
from accounts.sealed.refusals import MasterKeyMissing


def house_secret(name: str, *, make: Callable[[], bytes]) -> bytes:
    """The secret ``name``; made by ``make()`` when it is asked for the first time.

    Raises ``MasterKeyMissing`` and ``Unreadable``.
    """
    secret = HouseSecret.objects.filter(name=name).first()
    if secret is None:
        # Two at first use: the unique constraint lets one in, both use that one.
        fresh = {"wrapped": _wrap(make(), name), "master_key_id": master_keys().current_id}
        secret, _created = HouseSecret.objects.get_or_create(name=name, defaults=fresh)
    return _open(secret)


def replace_house_secret(name: str, secret: bytes) -> None:
    """Let ``name`` be another secret from now on; the old one is gone."""
    fresh = {"wrapped": _wrap(secret, name), "master_key_id": master_keys().current_id}
    HouseSecret.objects.update_or_create(name=name, defaults=fresh)


def rewrap_house_secrets() -> int:
    """Wrap all of them under the current master key; answers how many were re-wrapped."""
    current = master_keys().current_id
    count = 0
    for secret in HouseSecret.objects.exclude(master_key_id=current):
        # The old id as a condition: a second rotation at the same time has the same to write.
        count += HouseSecret.objects.filter(
            pk=secret.pk, master_key_id=secret.master_key_id
        ).update(wrapped=_wrap(_open(secret), secret.name), master_key_id=current)
    return count


def _wrap(plain: bytes, name: str) -> bytes:
    masters = master_keys()
    return ciphers.wrap_secret(
        plain,
        master=masters.keys[masters.current_id],
        master_id=masters.current_id,
        name=name,
    )


def _open(secret: HouseSecret) -> bytes:
    master = master_keys().keys.get(secret.master_key_id)
    if master is None:
        raise MasterKeyMissing(
            f"SEALED_MASTER_KEYS holds no key {secret.master_key_id!r}; put it back, then rotate."
        )
    return ciphers.unwrap_secret(
        bytes(secret.wrapped), master=master, master_id=secret.master_key_id, name=secret.name
    )
