"""What a provider's screen in the admin shows beside the profile.

Higher apps add their tabs in ``AppConfig.ready()``.
"""

from collections.abc import Callable, Sequence
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


_tabs: list[Tab] = []


def add_tab(tab: Tab) -> None:
    _tabs.append(tab)


def tabs() -> Sequence[Tab]:
    return _tabs
