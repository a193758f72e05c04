"""Pages whose time has come, or is over."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Page, Revision


def publish_due(now: datetime) -> int:
    """Publish what is due at ``now`` and unpublish what has expired; answers how many.

    What Wagtail's ``publish_scheduled`` does, but each page in one transaction with its
    documents, for a crash between the two would leave the public an expired offer.
    """
    expired = list(Page.objects.live().filter(expire_at__lt=now).order_by("expire_at").specific())
    for page in expired:
        with transaction.atomic():
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    due = list(Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"))
    for revision in due:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    return len(expired) + len(due)
