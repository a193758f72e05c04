"""Telling people things, each once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.notices import texts, transports
from accounts.notices.models import Notice
from accounts.notices.queries import wording
from accounts.users.models import User
from outbox.actions import enqueue

TOPIC = "notice"
LONGEST_SUBJECT = 200


@transaction.atomic
def notify(
    user: User,
    *,
    key: str,
    now: datetime,
    subject: Mapping[str, str] | None = None,
    body: Mapping[str, str] | None = None,
    template: str = "",
    context: Mapping[str, object] | None = None,
    link: str = "",
    hints: Mapping[str, Any] | None = None,
) -> Notice:
    """Tell ``user`` something in his language: in the app at once, by every transport after commit.

    Either ``subject`` and ``body`` (texts per language) or the ``template`` of a named notice
    says what; ``context`` fills their placeholders. ``key`` names the occasion: the same user and
    key again give the notice that is there, and nothing is sent. ``hints`` is JSON for clients
    (such as which case to open). Raises ``LookupError`` for an unknown template and ``ValueError``
    without a text.
    """
    if template:
        words = wording(template, user.language)
    else:
        words = (
            texts.in_language(subject or {}, user.language),
            texts.in_language(body or {}, user.language),
        )
    rendered = [texts.render(text, context or {}, language=user.language) for text in words]
    # One line, whatever was filled in: it becomes the header of a mail.
    title = " ".join(rendered[0].split())
    # Two callers at once: the constraint lets one notice in, and only that call enqueues.
    notice, created = Notice.objects.get_or_create(
        user=user,
        key=key,
        defaults={
            "subject": title[:LONGEST_SUBJECT],
            "body": rendered[1],
            "link": link,
            "hints": dict(hints or {}),
            "created_at": now,
        },
    )
    if created:
        for name in settings.NOTICE_TRANSPORTS:
            # The words stay in the notice: the outbox is read by people who may not see them.
            payload = {"notice": str(notice.uuid), "transport": name}
            enqueue(TOPIC, payload, key=f"{notice.uuid}:{name}", available_at=now)
    return notice


def send_text(phone: str, *, template: str, context: Mapping[str, object], language: str) -> None:
    """Send the named notice's body to ``phone`` (E.164) once the caller's transaction commits.

    For texts that hold a secret, such as a login code. They pass no outbox row: a code in a table,
    its backups and its dumps would be a code in the clear, and one that arrives after minutes of
    retries is of no use. A failure is the caller's to show: ``DeliveryFailed`` is raised from the
    commit, and the person asks for a new code.
    """
    transport = transports.text_transport()
    _subject, body = wording(template, language)
    text = texts.render(body, context, language=language)
    transaction.on_commit(lambda: transport.send_text(phone, text))


def mark_read(notice_id: UUID, *, by: User, now: datetime) -> Notice:
    """Mark one of the caller's notices as read; the first time stands. ``Notice.DoesNotExist``."""
    own = Notice.objects.visible_to(by)
    own.unread().filter(uuid=notice_id).update(read_at=now)
    return own.get(uuid=notice_id)


def mark_all_read(*, by: User, now: datetime) -> int:
    """Mark all of the caller's notices as read; returns how many were not."""
    return Notice.objects.visible_to(by).unread().update(read_at=now)
