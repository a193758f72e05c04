"""What moderators make of posts and comments. Each verb locks, leaves a trace, and tells."""

from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from accounts.users import audit
from accounts.users.models import User
from cms.delivery.actions import publish as publish_documents
from community.moderation.reasons import stated
from community.moderation.refusals import ChangedMeanwhile, NotAvailable, NotFound
from community.posts.models import Moderated
from community.posts.notices import tell_author
from community.posts.states import MOVES, PostStatus

ItemT = TypeVar("ItemT", bound=Moderated)


@transaction.atomic
def publish(item: ItemT, *, edition: int, by: User | None, now: datetime) -> ItemT:
    """Make public what waits; ``edition`` is the one that the moderator read.

    A published one is answered unchanged. Raises ``ChangedMeanwhile`` where the author has edited
    it since, and ``NotAvailable`` for what does not wait.
    """
    locked = _locked(item)
    if locked.edition != edition:
        raise ChangedMeanwhile
    if locked.status == PostStatus.HIDDEN:
        raise NotAvailable
    if locked.status != PostStatus.PUBLISHED:
        locked.published_at = now
        _move(locked, PostStatus.PUBLISHED, verb="publish", by=by, now=now)
        tell_author(locked, PostStatus.PUBLISHED, now=now)
    return locked


@transaction.atomic
def refuse(item: ItemT, *, reason: str, by: User | None, now: datetime) -> ItemT:
    """Refuse what waits, with the reason; a refused one keeps its own.

    Raises ``ReasonMissing`` and ``NotAvailable``.
    """
    return _set_aside(item, PostStatus.REFUSED, "refuse", reason=reason, by=by, now=now)


@transaction.atomic
def hide(item: ItemT, *, reason: str, by: User | None, now: datetime) -> ItemT:
    """Take what is published from the public, with the reason; a hidden one keeps its own.

    Raises ``ReasonMissing`` and ``NotAvailable``.
    """
    return _set_aside(item, PostStatus.HIDDEN, "hide", reason=reason, by=by, now=now)


@transaction.atomic
def show(item: ItemT, *, by: User | None, now: datetime) -> ItemT:
    """Show what is hidden again, where it stood before; a published one is answered unchanged.

    Raises ``NotAvailable``.
    """
    locked = _locked(item)
    if locked.status == PostStatus.PENDING:
        raise NotAvailable
    if locked.status != PostStatus.PUBLISHED:
        _move(locked, PostStatus.PUBLISHED, verb="show", by=by, now=now)
    return locked


def _set_aside(
    item: ItemT, to: PostStatus, verb: str, *, reason: str, by: User | None, now: datetime
) -> ItemT:
    locked = _locked(item)
    if locked.status != to:
        _move(locked, to, verb=verb, reason=stated(reason), by=by, now=now)
        tell_author(locked, to, now=now)
    return locked


def _locked(item: ItemT) -> ItemT:
    rows = type(item)._default_manager.select_for_update(of=("self",)).select_related("author")
    try:
        return rows.get(pk=item.pk)
    except ObjectDoesNotExist as error:
        # Its author has deleted it.
        raise NotFound from error


def _move(
    item: Moderated,
    to: PostStatus,
    *,
    verb: str,
    by: User | None,
    now: datetime,
    reason: str = "",
) -> None:
    if to not in MOVES[PostStatus(item.status)]:
        raise NotAvailable
    item.status, item.status_reason, item.status_since = to, reason, now
    item.save(update_fields=["status", "status_reason", "status_since", "published_at"])
    action = f"doorstep.{item._meta.model_name}.{verb}"
    # A post is found while it is public; a comment is not searched.
    publish_documents(item)
    audit.record(item, action, by=by, data={"reason": reason} if reason else {})
