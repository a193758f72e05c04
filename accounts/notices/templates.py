"""The named notices. Each app registers its own, with built-in texts, in ``AppConfig.ready()``."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.notices import texts


@dataclass(frozen=True)
class NamedNotice:
    """One kind of notice: its built-in texts per language and the placeholders they may use.

    ``label`` is what editors see; it may be lazily translated.
    """

    key: str
    label: object
    placeholders: frozenset[str]
    subject: Mapping[str, str]
    body: Mapping[str, str]


_named: dict[str, NamedNotice] = {}


def register(notice: NamedNotice) -> None:
    """Make ``notice`` known. ``ValueError`` for a key that is taken or an unknown placeholder."""
    for text in (*notice.subject.values(), *notice.body.values()):
        if found := texts.problems(text, notice.placeholders):
            raise ValueError(f"The notice {notice.key!r}: {' '.join(found)}")
    if _named.setdefault(notice.key, notice) != notice:
        raise ValueError(f"A notice {notice.key!r} is registered already.")


def is_named(key: str) -> bool:
    return key in _named


def named(key: str) -> NamedNotice:
    """The notice of this key; ``LookupError`` when nobody registered it."""
    try:
        return _named[key]
    except KeyError:
        raise LookupError(f"No notice {key!r} is registered.") from None


def registered() -> list[NamedNotice]:
    return sorted(_named.values(), key=lambda notice: notice.key)
