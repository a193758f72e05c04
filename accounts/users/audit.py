"""Who did what, in Wagtail's log: shown in the admin's reports and in each row's history."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import Model
from wagtail.log_actions import registry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.users.models import User

_actions: dict[str, "tuple[str | _StrPromise, str | _StrPromise]"] = {}


def register(action: str, label: "str | _StrPromise", message: "str | _StrPromise") -> None:
    """Make ``action`` ("doorstep.<noun>.<verb>") known. Call it in ``AppConfig.ready()``.

    ``label`` names it in filters ("Revoke token"), ``message`` tells it ("Token revoked").
    """
    if not action.startswith("doorstep.") or action.count(".") != 2:
        raise ValueError(f'{action!r} is not of the form "doorstep.<noun>.<verb>".')
    _actions[action] = (label, message)


def registered() -> "Mapping[str, tuple[str | _StrPromise, str | _StrPromise]]":
    return _actions


def record(
    instance: Model, action: str, *, by: "User | None", data: Mapping[str, object] | None = None
) -> None:
    """Write ``action`` on ``instance`` into the log, in the caller's transaction.

    ``data`` is plain JSON and holds nothing personal: the log outlives a person's erasure.
    Without ``by`` the entry names whoever Wagtail's ``LogContext`` has. Raises
    ``LookupError`` for an action that nobody registered: it would be shown as an empty line.
    """
    if not registry.action_exists(action):
        raise LookupError(f"Nobody registered the audit action {action!r}.")
    registry.log(instance, action, user=by, data=dict(data or {}))
