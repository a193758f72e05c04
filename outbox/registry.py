"""Who handles which topic. Higher apps fill it in ``AppConfig.ready()``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar


class Ask(Protocol):
    """Speaks to somebody outside, and answers what they said; raising means "try again later"."""

    def __call__(self, payload: dict[str, Any], *, key: str, now: datetime) -> Any: ...


HandlerT = TypeVar("HandlerT", bound=Callable[..., None])


@dataclass(frozen=True)
class Handler:
    """What is done with a message: ``ask`` outside of any transaction, ``handle`` inside."""

    handle: Callable[..., None]
    ask: Ask | None = None


_handlers: dict[str, Handler] = {}


class UnknownTopic(LookupError):
    """No handler is registered for a message's topic; the message keeps the error and waits."""


def handler(topic: str, *, ask: Ask | None = None) -> Callable[[HandlerT], HandlerT]:
    """Register ``fn(payload, *, key, now)`` for ``topic``.

    It runs in one transaction with "done": rows it writes appear once or not at all. What it
    does outside the database may happen again after a crash, with the same ``key``; hand the key
    on to whoever can recognise a repetition. Raising means "try again later".

    What may take long is asked before: ``ask(payload, *, key, now)`` runs under the lease alone,
    so that nobody waits for a lock meanwhile, and ``fn`` gets its answer as ``answer``.

    Raises ``ValueError`` when the topic already has another handler.
    """

    def register(function: HandlerT) -> HandlerT:
        registered = Handler(function, ask)
        if _handlers.setdefault(topic, registered) != registered:
            raise ValueError(f"The outbox topic {topic!r} already has a handler.")
        return function

    return register


def handler_of(topic: str) -> Handler:
    """The handler of ``topic``; raises ``UnknownTopic``."""
    try:
        return _handlers[topic]
    except KeyError:
        raise UnknownTopic(f"No handler is registered for the topic {topic}.") from None
