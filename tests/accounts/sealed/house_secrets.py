"""Secrets of the house: made once, encrypted at rest, and wrapped again by a rotation."""

import base64
import secrets

import pytest

from accounts.sealed.actions import rotate_master_key
from accounts.sealed.house_secrets import house_secret
from accounts.sealed.models import HouseSecret
from accounts.sealed.refusals import MasterKeyMissing, Unreadable

pytestmark = pytest.mark.django_db


def random_secret() -> bytes:
    return secrets.token_bytes(32)


def key_text(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


def test_a_secret_is_made_once() -> None:
    first = house_secret("signing", make=random_secret)

    assert house_secret("signing", make=random_secret) == first
    assert house_secret("other", make=random_secret) != first
    assert HouseSecret.objects.count() == 2


def test_the_row_does_not_hold_it_in_the_clear() -> None:
    plain = house_secret("signing", make=random_secret)

    wrapped = bytes(HouseSecret.objects.get().wrapped)
    assert plain not in wrapped
    # Nonce and tag.
    assert len(wrapped) == 12 + 32 + 16


def test_a_row_copied_to_another_name_does_not_open() -> None:
    house_secret("signing", make=random_secret)
    HouseSecret.objects.update(name="other")

    with pytest.raises(Unreadable):
        house_secret("other", make=random_secret)


def test_a_rotation_wraps_it_again(settings) -> None:
    settings.SEALED_MASTER_KEYS = f"first:{key_text('a')}"
    plain = house_secret("signing", make=random_secret)

    settings.SEALED_MASTER_KEYS = f"second:{key_text('b')},first:{key_text('a')}"
    assert rotate_master_key() == 1
    assert rotate_master_key() == 0

    settings.SEALED_MASTER_KEYS = f"second:{key_text('b')}"
    assert house_secret("signing", make=random_secret) == plain
    assert HouseSecret.objects.get().master_key_id == "second"


def test_a_master_key_that_left_too_early_is_named(settings) -> None:
    settings.SEALED_MASTER_KEYS = f"first:{key_text('a')}"
    house_secret("signing", make=random_secret)

    settings.SEALED_MASTER_KEYS = f"second:{key_text('b')}"
    with pytest.raises(MasterKeyMissing, match="'first'"):
        house_secret("signing", make=random_secret)
