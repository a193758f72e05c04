"""Values are sealed for one person, row and purpose, read with a trace, and lost with the key."""

import base64
import uuid
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from wagtail.models import ModelLogEntry

from accounts.sealed import ciphers, keyring
from accounts.sealed.actions import destroy_key, keyed_hash, rotate_master_key, seal, unseal
from accounts.sealed.models import PersonKey, SealedValue
from accounts.sealed.refusals import KeyDestroyed, MasterKeyMissing, UnknownValue, Unreadable

pytestmark = pytest.mark.django_db

NUMBER = "310101199003074512"
HASH_OF_ABC = "ad491207551f25994d14856b880ec07bff3a3df6d7d116ff006ca4272cdc7abd"


def key_text(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


@pytest.fixture
def people(cast):
    return cast["customer"], cast["stranger"]


def test_a_value_comes_back_as_it_was(people):
    customer, _ = people

    ref = seal(customer, "身份证 " + NUMBER, purpose="onboarding.identity_number")

    assert unseal(ref, by=customer, reason="shown to its owner") == "身份证 " + NUMBER


def test_each_person_has_one_key_and_each_value_its_own_ciphertext(people):
    customer, stranger = people

    refs = [seal(who, NUMBER, purpose="p") for who in (customer, customer, stranger)]

    assert PersonKey.objects.count() == 2
    envelopes = {bytes(row.envelope) for row in SealedValue.objects.filter(pk__in=refs)}
    # 12 bytes of nonce, the value, 16 bytes of tag.
    assert [len(envelope) for envelope in envelopes] == [12 + 18 + 16] * 3


def test_reading_says_who_and_why(people, caplog):
    customer, stranger = people
    ref = seal(customer, NUMBER, purpose="onboarding.identity_number")

    with caplog.at_level("INFO", "doorstep.sealed"):
        unseal(ref, by=stranger, reason="background check")

    entry = ModelLogEntry.objects.get(action="doorstep.sealed_value.unseal")
    assert (entry.user, entry.object_id) == (stranger, str(ref))
    assert entry.data == {"purpose": "onboarding.identity_number", "reason": "background check"}
    assert entry.label == f"sealed value {ref} (onboarding.identity_number)"
    # The line stays when a rollback takes the entry away.
    assert caplog.messages == [
        f"unsealed {ref} (onboarding.identity_number) by {stranger.uuid}: background check"
    ]


def test_nobody_reads_without_a_reason(people):
    customer, _ = people
    ref = seal(customer, NUMBER, purpose="p")

    with pytest.raises(ValidationError) as refused:
        unseal(ref, by=customer, reason="  ")

    assert refused.value.code == "reason_required"
    assert not ModelLogEntry.objects.filter(action="doorstep.sealed_value.unseal").exists()


def test_an_unknown_reference_is_refused():
    with pytest.raises(UnknownValue):
        unseal(uuid.uuid4(), by=None, reason="test")


@pytest.mark.parametrize(
    "moved", [{"purpose": "q"}, {"envelope": "other row"}, {"key": "other person"}]
)
def test_a_ciphertext_opens_for_its_own_person_row_and_purpose_alone(people, moved):
    customer, stranger = people
    ref = seal(customer, NUMBER, purpose="p")
    twin = SealedValue.objects.get(pk=seal(customer, "another", purpose="p"))
    seal(stranger, NUMBER, purpose="p")
    changes = {
        "other row": {"envelope": bytes(twin.envelope)},
        "other person": {"key": PersonKey.objects.get(person=stranger)},
        "q": {"purpose": "q"},
    }[next(iter(moved.values()))]

    SealedValue.objects.filter(pk=ref).update(**changes)

    with pytest.raises(Unreadable):
        unseal(ref, by=None, reason="test")


def test_one_flipped_bit_is_noticed(people):
    customer, _ = people
    ref = seal(customer, NUMBER, purpose="p")
    envelope = bytearray(SealedValue.objects.get(pk=ref).envelope)
    envelope[20] ^= 1
    SealedValue.objects.filter(pk=ref).update(envelope=bytes(envelope))

    with pytest.raises(Unreadable):
        unseal(ref, by=None, reason="test")


def test_a_persons_key_moved_to_another_person_does_not_open(people):
    customer, stranger = people
    ref = seal(customer, NUMBER, purpose="p")
    seal(stranger, NUMBER, purpose="p")
    foreign = bytes(PersonKey.objects.get(person=stranger).wrapped)
    PersonKey.objects.filter(person=customer).update(wrapped=foreign)

    with pytest.raises(Unreadable):
        unseal(ref, by=None, reason="test")


def test_rotation_wraps_keys_again_and_leaves_values_alone(people, settings):
    customer, stranger = people
    settings.SEALED_MASTER_KEYS = f"first:{key_text('a')}"
    refs = [seal(customer, "one", purpose="p"), seal(stranger, "two", purpose="p")]
    envelopes = list(SealedValue.objects.order_by("pk").values_list("envelope", flat=True))

    settings.SEALED_MASTER_KEYS = f"second:{key_text('b')},first:{key_text('a')}"
    out = StringIO()
    call_command("rotate_master_key", stdout=out)

    assert out.getvalue() == "2 keys now under second.\n"
    assert rotate_master_key() == 0
    settings.SEALED_MASTER_KEYS = f"second:{key_text('b')}"
    assert [unseal(ref, by=None, reason="test") for ref in refs] == ["one", "two"]
    after = list(SealedValue.objects.order_by("pk").values_list("envelope", flat=True))
    assert [bytes(one) for one in after] == [bytes(one) for one in envelopes]


def test_a_master_key_that_left_too_early_is_named(people, settings):
    customer, _ = people
    settings.SEALED_MASTER_KEYS = f"first:{key_text('a')}"
    ref = seal(customer, NUMBER, purpose="p")

    settings.SEALED_MASTER_KEYS = f"second:{key_text('b')}"

    with pytest.raises(MasterKeyMissing, match="'first'"):
        unseal(ref, by=None, reason="test")
    with pytest.raises(MasterKeyMissing, match="'first'"):
        rotate_master_key()
    assert PersonKey.objects.get().master_key_id == "first"


def test_a_destroyed_key_takes_everything_with_it(people):
    customer, stranger = people
    ref = seal(customer, NUMBER, purpose="p")
    other = seal(stranger, NUMBER, purpose="p")

    destroy_key(customer, by=stranger)

    with pytest.raises(KeyDestroyed):
        unseal(ref, by=None, reason="test")
    with pytest.raises(KeyDestroyed):
        seal(customer, "again", purpose="p")
    assert rotate_master_key() == 0
    key = PersonKey.objects.get(person=customer)
    assert (key.wrapped, key.master_key_id) == (None, "")
    assert SealedValue.objects.filter(key=key).count() == 1
    assert unseal(other, by=None, reason="test") == NUMBER
    entry = ModelLogEntry.objects.get(action="doorstep.sealed_key.destroy")
    assert entry.user == stranger


def test_who_never_sealed_anything_cannot_after_erasure_either(people):
    customer, _ = people

    destroy_key(customer, by=None)

    with pytest.raises(KeyDestroyed):
        seal(customer, NUMBER, purpose="p")
    assert SealedValue.objects.count() == 0


def test_a_key_is_wrapped_or_destroyed_never_half(people):
    customer, _ = people
    seal(customer, NUMBER, purpose="p")

    with pytest.raises(IntegrityError), transaction.atomic():
        PersonKey.objects.update(wrapped=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonKey.objects.update(master_key_id="")


def test_equal_values_have_equal_hashes_for_one_purpose_and_one_index_key(settings):
    settings.SEALED_INDEX_KEY = key_text("i")
    found = keyed_hash(NUMBER, purpose="identity")

    settings.SEALED_MASTER_KEYS = f"rotated:{key_text('c')}"
    assert keyed_hash(NUMBER, purpose="identity") == found
    assert len(found) == 64
    assert keyed_hash(NUMBER, purpose="licence") != found
    assert keyed_hash(NUMBER[:-1] + "X", purpose="identity") != found
    settings.SEALED_INDEX_KEY = key_text("j")
    assert keyed_hash(NUMBER, purpose="identity") != found


def test_the_hash_is_hmac_under_an_hkdf_key(settings):
    # Computed apart, with the definitions of RFC 5869 and RFC 2104.
    settings.SEALED_INDEX_KEY = key_text("i")

    assert keyed_hash("abc", purpose="p") == HASH_OF_ABC


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "entry 1 is not of the form"),
        (f"a:{key_text('a')},", "entry 2 is not of the form"),
        (f"a:{key_text('a')},a:{key_text('b')}", "'a' appears twice"),
        ("a:not-base64!", "'a' is not base64"),
        ("a:c2hvcnQ=", "'a' must be 32 bytes"),
    ],
)
def test_wrong_master_keys_stop_the_start(settings, text, message):
    settings.SEALED_MASTER_KEYS = text

    with pytest.raises(ImproperlyConfigured, match=message) as refused:
        keyring.master_keys()

    assert "c2hvcnQ" not in str(refused.value)
    assert "not-base64" not in str(refused.value)


def test_a_key_that_is_destroyed_during_rotation_stays_destroyed(people, settings, monkeypatch):
    customer, _ = people
    settings.SEALED_MASTER_KEYS = f"first:{key_text('a')}"
    seal(customer, NUMBER, purpose="p")
    settings.SEALED_MASTER_KEYS = f"second:{key_text('b')},first:{key_text('a')}"
    wrap = ciphers.wrap_key

    def erased_meanwhile(plain, **options):
        destroy_key(customer, by=None)
        return wrap(plain, **options)

    monkeypatch.setattr(ciphers, "wrap_key", erased_meanwhile)

    assert rotate_master_key() == 0
    assert PersonKey.objects.get().wrapped is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs writers at once")
def test_ten_first_values_at_once_share_one_key(people):
    customer, _ = people
    start, refs = Barrier(10), []

    def seal_now(number):
        start.wait()
        try:
            refs.append((number, seal(customer, f"value {number}", purpose="p")))
        finally:
            connection.close()

    threads = [Thread(target=seal_now, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert PersonKey.objects.count() == 1
    read = {number: unseal(ref, by=None, reason="test") for number, ref in refs}
    assert read == {number: f"value {number}" for number in range(10)}
