"""Reading notices and the words they are sent with."""

from dataclasses import dataclass
from uuid import UUID

from accounts.notices import templates, texts
from accounts.notices.models import Notice, NoticeTemplate
from accounts.users.models import User


@dataclass(frozen=True)
class InboxState:
    """What changes whenever a person's list of notices does."""

    newest: UUID | None
    unread: int


def inbox_state(user: User) -> InboxState:
    """The newest notice and how many are unread; two index look-ups."""
    own = Notice.objects.visible_to(user)
    newest = own.order_by("-created_at", "-id").values_list("uuid", flat=True).first()
    return InboxState(newest=newest, unread=own.unread().count())


def wording(key: str, language: str) -> tuple[str, str]:
    """Subject and body of a named notice in ``language``: the editors' own, else the built-in.

    Raises ``LookupError`` when nobody registered the notice.
    """
    notice = templates.named(key)
    own = NoticeTemplate.objects.filter(key=key, language=language).first()
    if own is not None:
        return own.subject, own.body
    return texts.in_language(notice.subject, language), texts.in_language(notice.body, language)
