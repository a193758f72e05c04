"""What a provider's screens in the admin show beside the profile.

Higher apps add their tabs and parts in ``AppConfig.ready()``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from catalog.providers.models import Provider

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Tab:
    """``check`` looks at the provider as saved, under the row's lock, and may refuse.

    A ``ValidationError`` undoes all of it and is shown on the form.
    """

    heading: "str | _StrPromise"
    panels: Sequence[Any]
    check: Callable[[Provider], None]


@dataclass(frozen=True)
class Part:
    """A part of the page on which a provider is read, by a template with ``context``.

    ``permission`` is what a reader needs to be shown it.
    """

    name: str
    heading: "str | _StrPromise"
    template: str
    context: Callable[[Provider], Mapping[str, Any]]
    permission: str = "providers.view_provider"


_tabs: list[Tab] = []
_parts: list[Part] = []


def add_tab(tab: Tab) -> None:
    _tabs.append(tab)


def add_part(part: Part) -> None:
    _parts.append(part)


def parts() -> Sequence[Part]:
    return _parts


def tabs() -> Sequence[Tab]:
    return _tabs
