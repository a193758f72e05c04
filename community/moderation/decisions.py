"""What a moderator may decide, as the admin offers it: a button, a question, an action."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from accounts.users.models import User

Words = str | Promise


@dataclass(frozen=True)
class Judgement:
    """How a moderator has decided. ``edition`` is the one that was read, 0 where there is none."""

    reason: str
    edition: int
    by: User
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Decision:
    """``key`` stands in addresses; ``label`` on buttons, ``title`` over the page that asks.

    ``told`` is the message afterwards, a lazy plural with ``count``. ``possible`` says of which
    items, ``carry_out`` calls the action that an API would call.
    """

    key: str
    label: Words
    title: Words
    told: Any
    icon: str
    possible: Callable[[Any], bool]
    carry_out: Callable[[Any, Judgement], object]
    needs_reason: bool = False
    serious: bool = False
