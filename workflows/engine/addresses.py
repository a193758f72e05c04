"""Where a process may send to: public https addresses, looked up once and connected to as such.

What an operator writes must not reach what only this network can: loopback, private and
link-local ranges, multicast, and the addresses where clouds tell machines their secrets
(RFC 6890 and IANA's special-purpose registries, by ``ipaddress``). The name is resolved at each
sending, every address it has must be public, and the connection goes to the address that was
looked at. Redirects are not followed, and proxies of the environment are not asked.
"""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from .refusals import Refusal

Address = IPv4Address | IPv6Address

PORTS = {"https": 443, "http": 80}
# Public by number, and still only a cloud's own: Azure's wire server.
METADATA = frozenset({ip_address("168.63.129.16")})
# Addresses that stand for one of version 4: NAT64, and what compatible addresses were.
TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("::/96"))
LOCAL_NAMES = ("localhost", "local", "internal", "localdomain", "lan", "home.arpa")


class AddressRefused(Refusal):
    """Nothing is sent there, now or later."""

    status = 422
    default_code = "webhook_address"


class NotResolved(Refusal):
    """The name has no address at this moment."""

    transient = True
    default_code = "webhook_unreachable"


@dataclass(frozen=True)
class Target:
    """An address that may be connected to, and what is asked for there."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def check_url(url: str) -> SplitResult:
    """``url`` in its parts where nothing is wrong with it as it is written; ``AddressRefused``."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _unreadable() from None
    host = parts.hostname or ""
    plain = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>')
    if not plain or not host or parts.scheme not in PORTS or port == 0:
        raise _unreadable()
    if parts.username is not None or parts.fragment:
        raise AddressRefused(_("Leave names, passwords and fragments out of the address."))
    if is_trusted(parts):
        return parts
    if parts.scheme != "https":
        raise AddressRefused(_("Begin the address with https://."))
    if settings.WEBHOOK_HOSTS and not any(
        fnmatchcase(host, allowed) for allowed in settings.WEBHOOK_HOSTS
    ):
        raise AddressRefused(_("This installation does not send to “%(host)s”.") % {"host": host})
    name = host.rstrip(".")
    literal = _literal(host)
    is_local = any(name == local or name.endswith("." + local) for local in LOCAL_NAMES)
    if is_local or (literal is None and "." not in name):
        raise AddressRefused(_("Choose an address outside of this network."))
    if literal is not None and not is_public(literal):
        raise AddressRefused(_("Choose an address outside of this network."))
    return parts


def resolve(url: str) -> Target:
    """Where ``url`` leads now. ``AddressRefused``, ``NotResolved``."""
    parts = check_url(url)
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    found = list(_look_up(host, port))
    if not found:
        raise NotResolved
    if not is_trusted(parts) and not all(is_public(ip_address(one)) for one in found):
        raise AddressRefused(_("Choose an address outside of this network."))
    path = parts.path or "/"
    return Target(
        parts.scheme, host, port, f"{path}?{parts.query}" if parts.query else path, found[0]
    )


def is_trusted(parts: SplitResult) -> bool:
    """Whether the settings name this host (and port) as one to send to without these rules."""
    return parts.netloc in settings.WEBHOOK_INTERNAL_HOSTS


def is_public(address: Address) -> bool:
    """Whether everybody in the world means the same machine by ``address``."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        hidden = address.sixtofour is not None or address.teredo is not None
        if hidden or any(address in network for network in TRANSLATED):
            return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and address not in METADATA


def _unreadable() -> AddressRefused:
    return AddressRefused(_("Write a whole address, such as https://example.org/hook."))


def _literal(host: str) -> Address | None:
    """The address that ``host`` is, in any of the ways that systems read, such as ``127.1``."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return ip_address(socket.inet_aton(host))
    except OSError:
        return None


def _look_up(host: str, port: int) -> Iterator[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    for *_kind, place in found:
        yield str(place[0]).partition("%")[0]
