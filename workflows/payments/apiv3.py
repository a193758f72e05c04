"""Signatures and encryption of WeChat Pay API v3, for both ends of a notice. Pure.

A notice is signed by SHA256 with RSA (PKCS #1 v1.5) over three lines: timestamp, nonce and body,
each with its line break. A serial number says which key it was. What it is about stands in
``resource``, encrypted with AEAD_AES_256_GCM (RFC 5116) under the merchant's 32-byte API v3 key.

Sources: https://pay.weixin.qq.com/wiki/doc/apiv3/wechatpay/wechatpay4_1.shtml (signature),
https://pay.weixin.qq.com/docs/partner/products/notification/decryption.html (decryption).
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256

from .refusals import NoticeRefused, NoticeStale, NoticeUnreadable

SERIAL = "wechatpay-serial"
SIGNATURE = "wechatpay-signature"
TIMESTAMP = "wechatpay-timestamp"
NONCE = "wechatpay-nonce"
HEADERS = (SERIAL, SIGNATURE, TIMESTAMP, NONCE)

ALGORITHM = "AEAD_AES_256_GCM"
KEY_BYTES = 32
# How far a notice's timestamp may be from our clock, either way.
TOLERANCE = timedelta(minutes=5)
LONGEST_TIMESTAMP = 12


def signed_headers(
    body: bytes, *, key: RSAPrivateKey, serial: str, timestamp: int, nonce: str
) -> dict[str, str]:
    """The headers that go with ``body``."""
    signature = key.sign(_message(str(timestamp), nonce, body), PKCS1v15(), SHA256())
    return {
        SERIAL: serial,
        SIGNATURE: base64.b64encode(signature).decode(),
        TIMESTAMP: str(timestamp),
        NONCE: nonce,
    }


def verify(
    headers: Mapping[str, str],
    body: bytes,
    *,
    keys: Mapping[str, RSAPublicKey],
    now: datetime,
) -> None:
    """Check who signed ``body`` and when. ``headers`` by lower-case name, ``keys`` by serial.

    Raises ``NoticeRefused`` and ``NoticeStale``.
    """
    key = keys.get(headers.get(SERIAL, ""))
    timestamp, nonce = headers.get(TIMESTAMP, ""), headers.get(NONCE, "")
    if key is None or not _is_timestamp(timestamp):
        raise NoticeRefused
    try:
        signature = base64.b64decode(headers.get(SIGNATURE, ""), validate=True)
        key.verify(signature, _message(timestamp, nonce, body), PKCS1v15(), SHA256())
    except (binascii.Error, ValueError, InvalidSignature) as error:
        raise NoticeRefused from error
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise NoticeStale


def encrypt(plain: bytes, *, key: bytes, nonce: str, associated_data: str) -> dict[str, str]:
    """The parts of a ``resource`` that hold ``plain``. ``nonce`` has 12 characters, once each."""
    sealed = AESGCM(key).encrypt(nonce.encode(), plain, associated_data.encode())
    return {
        "algorithm": ALGORITHM,
        "ciphertext": base64.b64encode(sealed).decode(),
        "nonce": nonce,
        "associated_data": associated_data,
    }


def decrypt(resource: Mapping[str, Any], *, key: bytes) -> bytes:
    """What a ``resource`` holds. Raises ``NoticeUnreadable``."""
    if resource.get("algorithm") != ALGORITHM:
        raise NoticeUnreadable
    try:
        sealed = base64.b64decode(resource["ciphertext"], validate=True)
        bound_to = str(resource.get("associated_data") or "").encode()
        return AESGCM(key).decrypt(str(resource["nonce"]).encode(), sealed, bound_to)
    except (KeyError, TypeError, ValueError, InvalidTag) as error:
        raise NoticeUnreadable from error


def _message(timestamp: str, nonce: str, body: bytes) -> bytes:
    return f"{timestamp}\n{nonce}\n".encode() + body + b"\n"


def _is_timestamp(text: str) -> bool:
    # Longer ones fit no clock, and the longest fit no number.
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_TIMESTAMP
