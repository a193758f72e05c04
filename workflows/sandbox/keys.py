"""The sandbox's keys: made at first use, kept encrypted under the platform's master key."""

import hashlib
import secrets
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from accounts.sealed.house_secrets import house_secret
from workflows.payments.apiv3 import KEY_BYTES

RSA_BITS = 2048


def signing_key() -> rsa.RSAPrivateKey:
    """What the sandbox signs its notices with."""
    return _loaded(house_secret("sandbox.signing_key", make=_new_signing_key))


def serial_of(key: rsa.RSAPublicKey) -> str:
    """A name for a key, as a certificate's serial number is: 40 hex digits of its digest."""
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()[:40].upper()


def public_keys() -> dict[str, rsa.RSAPublicKey]:
    """What merchants check signatures with, by serial: all that they see of the signing key."""
    key = signing_key().public_key()
    return {serial_of(key): key}


def api_key() -> bytes:
    """The API v3 key that the sandbox and its merchant share."""
    return house_secret("sandbox.api_v3_key", make=_new_api_key)


def _new_signing_key() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _new_api_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


@lru_cache(maxsize=2)
def _loaded(der: bytes) -> rsa.RSAPrivateKey:
    key = load_der_private_key(der, password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("The sandbox signs with RSA.")
    return key
