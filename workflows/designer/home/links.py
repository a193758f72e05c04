"""What apps above the designer add to the page of a process."""

from collections.abc import Callable

from wagtail.admin.widgets.button import HeaderButton

from accounts.users.models import User
from workflows.engine.models import Definition

Link = Callable[[Definition, User], HeaderButton | None]

_links: list[Link] = []


def add_link(link: Link) -> None:
    """In ``ready()``: a button for a process, or ``None`` where it has none for this person."""
    _links.append(link)


def added_links(definition: Definition, user: User) -> list[HeaderButton]:
    found = (link(definition, user) for link in _links)
    return [button for button in found if button is not None]
