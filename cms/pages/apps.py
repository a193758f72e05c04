from datetime import timedelta

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate

from accounts.users import roles


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from cms.pages import (  # noqa: PLC0415
            documents,
            findable,
            moderation,
            navigation,
            receivers,
            routes,
            scheduling,
        )
        from outbox import periodic  # noqa: PLC0415

        documents.register_pages()
        findable.register_findable()
        navigation.register_site()
        receivers.connect()
        checks.register(routes.check_routes)
        periodic.register("scheduled pages", timedelta(seconds=10), scheduling.publish_due)
        for role in (roles.EDITOR, roles.MODERATOR):
            roles.grant(role, "simple_translation.submit_translation")
        for role in (roles.EDITOR, roles.MODERATOR, roles.OPERATOR, roles.REVIEWER, roles.SUPPORT):
            roles.grant(role, "pages.view_standardversion")
        roles.grant(roles.ADMIN, "pages.change_sitesettings", "wagtailcore.change_site")
        post_migrate.connect(
            moderation.sync_after_migrate, dispatch_uid="cms.pages.sync_permissions"
        )
