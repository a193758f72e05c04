"""Pages in Wagtail's admin and in its API."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from cms.pages import copying, creating
from cms.pages.addresses import ADDRESS_TAKEN, stands_elsewhere
from cms.pages.archives import ArchivePolicy, ArchiveViewSet
from cms.pages.links import FileLink, RoutedPageLink
from cms.pages.models import StandardVersion

hooks.register("register_actions", copying.register_actions)
hooks.register("register_actions", creating.register_actions)

# On a phone Wagtail squeezes the columns of a list and cuts off what does not fit: here it scrolls.
# A number or a code stays whole: Wagtail would break it in the middle to save width.
LISTS = """
#listing-results .title-wrapper { word-break: normal; }
@media (max-width: 49.99rem) {
    #listing-results { overflow-x: auto; }
    #listing-results .listing { min-width: 52rem; }
    #listing-results .listing :is(td, th):first-child { padding-inline-start: 1.25rem; }
}
"""


# After Wagtail's own, whose links lead to paths.
@hooks.register("register_rich_text_features", order=1)
def links_of_rich_text(features: Any) -> None:
    features.register_link_type(RoutedPageLink)
    features.register_link_type(FileLink)


@hooks.register("before_move_page")
def keep_addresses_apart(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    """As Wagtail refuses a move beside a page with the same slug, in whichever language."""
    if not stands_elsewhere(page.slug, destination, own=page.translation_key):
        return None
    messages.error(request, str(ADDRESS_TAKEN))
    return redirect("wagtailadmin_pages:move", page.pk)


@hooks.register("insert_global_admin_css")
def widths_of_lists() -> SafeString:
    return format_html("<style>{}</style>", LISTS)


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
