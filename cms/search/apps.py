from datetime import timedelta

from django.apps import AppConfig
from django.conf import settings

from accounts.users import roles


class SearchConfig(AppConfig):
    name = "cms.search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from cms.delivery import registry  # noqa: PLC0415
        from cms.search import indexing, lookups, spelling, tasks  # noqa: F401, PLC0415
        from outbox import periodic  # noqa: PLC0415

        periodic.register("unused spellings", timedelta(days=1), spelling.forget_unused)
        if settings.OPENSEARCH_URL:
            periodic.register("entries gone", timedelta(days=1), tasks.forget_gone)
        registry.stand_beside(indexing.BESIDE)
        for role in (roles.EDITOR, roles.MODERATOR):
            roles.grant(
                role,
                *(f"search.{verb}_synonymgroup" for verb in ("view", "add", "change", "delete")),
            )
