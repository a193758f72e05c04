"""What can be exported and imported. The areas fill it in ``AppConfig.ready()``."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cms.exchange.rows import Rows


@dataclass(frozen=True)
class Exchange:
    """``noun`` is in addresses and on the command line; ``label`` is its plural, for people.

    Who may is told by ``permission``, such as ``coupons.%s_coupon``, for which a model declares
    ``import_coupon`` and ``export_coupon``. ``listing`` names the address to go back to.
    """

    noun: str
    label: Any
    rows: type[Rows]
    permission: str
    listing: str

    def permission_to(self, verb: str) -> str:
        """``"coupons.import_coupon"`` for the verb ``import``."""
        return self.permission % verb


_exchanges: dict[str, Exchange] = {}


def register(exchange: Exchange) -> None:
    """Raises ``ValueError`` for a noun that is taken."""
    if _exchanges.setdefault(exchange.noun, exchange) != exchange:
        raise ValueError(f"The exchange {exchange.noun!r} is registered already.")


def get(noun: str) -> Exchange:
    """Raises ``LookupError`` for what nobody registered."""
    return _exchanges[noun]


def nouns() -> Iterable[str]:
    return sorted(_exchanges)
