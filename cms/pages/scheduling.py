"""Pages whose time has come, or is over."""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from wagtail.models import Page, Revision


def publish_due(now: datetime) -> int:
    """Publish what is due at ``now`` and unpublish what has expired; answers how many.

    What Wagtail's ``publish_scheduled`` does, but each page in one transaction with its
    documents, for a crash between the two would leave the public an expired offer. A page that
    cannot be published (its slug is taken meanwhile, say) keeps nobody else waiting: all others
    come first, then an ``ExceptionGroup`` is raised with what went wrong.
    """
    expired = Page.objects.live().filter(expire_at__lt=now).order_by("expire_at").specific()
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    # Read before anything is published: a page that expires and returns does so in this order.
    moves = [
        *((f"page {page.pk}", _unpublishing(page)) for page in expired),
        *((f"page {revision.object_id}", _publishing(revision)) for revision in due),
    ]
    failures = []
    for page, move in moves:
        try:
            with transaction.atomic():
                move()
        except (DatabaseError, ValidationError) as error:
            error.add_note(page)
            failures.append(error)
    if failures:
        raise ExceptionGroup("Some pages could not be published or unpublished.", failures)
    return len(moves)


def _unpublishing(page: Page) -> Callable[[], object]:
    return lambda: page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publishing(revision: Revision) -> Callable[[], object]:
    return lambda: revision.publish(log_action="wagtail.publish.scheduled")
