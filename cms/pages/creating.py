"""Pages that machines create and publish in one request.

Wagtail reads such a page back from the revision that it has just been written to, validates it once
more and saves it with all its rows. Here the page itself is published: nothing has changed since.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.base import BaseAction
from wagtail.actions.create_page import CreatePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.registry import ActionRegistry
from wagtail.log_actions import log
from wagtail.models import Page, Revision


class PublishNewPage(PublishPageRevisionAction):
    """Publication of a page that has one revision, to be seen at once."""

    def __init__(self, revision: Revision, page: Page, *, user: Any) -> None:
        # Past Wagtail's own, which reads the page back.
        BaseAction.__init__(self, page, user=user)
        self.revision, self.object = revision, page

    def execute(self, skip_permission_checks: bool = False) -> None:
        self.check(skip_permission_checks=skip_permission_checks)
        page = self.object
        page.live, page.expired, page.has_unpublished_changes = True, False, False
        page.first_published_at = page.last_published_at = timezone.now()
        page.live_revision = self.revision
        page.save(
            update_fields=[
                "live", "expired", "has_unpublished_changes", "first_published_at",
                "last_published_at", "live_revision",
            ],
            clean=False,
        )  # fmt: skip
        self._after_publish()
        log(
            instance=page,
            action="wagtail.publish",
            user=self.user,
            revision=self.revision,
            content_changed=True,
        )


class CreatePage(CreatePageAction):
    """Wagtail's action as machines use it, with the short way to publication."""

    @transaction.atomic
    def _create(self, skip_permission_checks: bool = False) -> Page:
        self._clean_instance()
        if not self.publish or self.instance.go_live_at is not None:
            created: Page = super()._create(skip_permission_checks)
            return created
        self._save_instance()
        page = self.instance
        self.revision = page.save_revision(user=self.user, clean=self.clean)
        log(
            instance=page,
            action=self.log_action,
            user=self.user,
            revision=self.revision,
            content_changed=True,
        )
        PublishNewPage(self.revision, page, user=self.user).execute(skip_permission_checks)
        return page


def register_actions(registry: ActionRegistry) -> None:
    registry.register(Page, CreatePage)
