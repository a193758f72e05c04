"""Pages in Wagtail's admin and in its API."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from cms.pages import copying
from cms.pages.archives import ArchivePolicy, ArchiveViewSet
from cms.pages.models import StandardVersion

hooks.register("register_actions", copying.register_actions)


class StandardVersions(ArchiveViewSet):
    """Every wording that was published: what somebody accepted is found by its number."""

    model = StandardVersion
    icon = "doc-full-inverse"
    menu_label = _("Versions of standards")
    menu_order = 1000
    list_display: ClassVar[list[str]] = ["slug", "number", "kind", "published_at"]
    list_filter: ClassVar[list[str]] = ["kind"]
    search_fields: ClassVar[list[str]] = ["slug"]
    inspect_view_fields: ClassVar[list[str]] = [
        "slug", "number", "kind", "published_at", "content_hash", "texts",
    ]  # fmt: skip


register_permission_policy(StandardVersion, ArchivePolicy(StandardVersion))


@hooks.register("register_admin_viewset")
def register_archive() -> StandardVersions:
    return StandardVersions("standard_versions", url_prefix="standard-versions")
