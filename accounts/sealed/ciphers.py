"""AES-256-GCM envelopes: a value under a person's key; that key, or a secret, under a master key.

Source: NIST SP 800-38D for GCM with 96-bit random nonces (one key may seal far more values this
way than one person has), RFC 5869 for HKDF, RFC 2104 for HMAC. An envelope is ``nonce (12 bytes)
|| ciphertext || tag (16 bytes)``; the associated data names what it belongs to, so that an
envelope copied to another row, person or purpose does not open.
"""

import hashlib
import hmac
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from accounts.sealed.keyring import KEY_BYTES
from accounts.sealed.refusals import Unreadable

NONCE_BYTES = 12


def new_key() -> bytes:
    """A random AES-256 key."""
    return AESGCM.generate_key(bit_length=KEY_BYTES * 8)


def wrap_key(key: bytes, *, master: bytes, master_id: str, person: UUID) -> bytes:
    """Encrypt a person's key under a master key."""
    return _encrypt(key, under=master, bound_to=_key_label(master_id, person))


def unwrap_key(wrapped: bytes, *, master: bytes, master_id: str, person: UUID) -> bytes:
    """The person's key; ``Unreadable`` if it was wrapped for somebody else or was changed."""
    return _decrypt(wrapped, under=master, bound_to=_key_label(master_id, person))


def wrap_secret(secret: bytes, *, master: bytes, master_id: str, name: str) -> bytes:
    """Encrypt a secret of the house under a master key."""
    return _encrypt(secret, under=master, bound_to=_secret_label(master_id, name))


def unwrap_secret(wrapped: bytes, *, master: bytes, master_id: str, name: str) -> bytes:
    """The secret; ``Unreadable`` if it was wrapped under another name or was changed."""
    return _decrypt(wrapped, under=master, bound_to=_secret_label(master_id, name))


def encrypt_value(value: str, *, key: bytes, person: UUID, ref: UUID, purpose: str) -> bytes:
    """Encrypt ``value``, bound to its person, its reference and its purpose."""
    return _encrypt(value.encode(), under=key, bound_to=_value_label(person, ref, purpose))


def decrypt_value(envelope: bytes, *, key: bytes, person: UUID, ref: UUID, purpose: str) -> str:
    """The value; ``Unreadable`` if the envelope was sealed for another person, row or purpose."""
    return _decrypt(envelope, under=key, bound_to=_value_label(person, ref, purpose)).decode()


def keyed_digest(value: str, *, index_key: bytes, purpose: str) -> str:
    """HMAC-SHA256 in hex, under a key of this purpose: no digest tells across purposes."""
    info = b"doorstep/sealed-index/v1/" + purpose.encode()
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(index_key)
    return hmac.new(derived, value.encode(), hashlib.sha256).hexdigest()


def _key_label(master_id: str, person: UUID) -> bytes:
    return b"doorstep/person-key/v1/" + person.bytes + master_id.encode()


def _secret_label(master_id: str, name: str) -> bytes:
    # The line break is in no name: no two pairs share a label.
    return b"doorstep/house-secret/v1/" + name.encode() + b"\n" + master_id.encode()


def _value_label(person: UUID, ref: UUID, purpose: str) -> bytes:
    # Both uuids have a fixed length, so no two triples share a label.
    return b"doorstep/sealed-value/v1/" + person.bytes + ref.bytes + purpose.encode()


def _encrypt(plain: bytes, *, under: bytes, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(under).encrypt(nonce, plain, bound_to)


def _decrypt(envelope: bytes, *, under: bytes, bound_to: bytes) -> bytes:
    nonce, ciphertext = envelope[:NONCE_BYTES], envelope[NONCE_BYTES:]
    try:
        return AESGCM(under).decrypt(nonce, ciphertext, bound_to)
    except InvalidTag as error:
        raise Unreadable("The sealed value does not pass authentication.") from error
