"""Where the sites hang in the tree, which decides what address a page has."""

from wagtail.models import Page, Site
from wagtail.models.sites import SiteRootPath


def site_roots() -> list[SiteRootPath]:
    """The roots of the sites in every language, as ``Site.get_site_root_paths`` has them.

    Wagtail keeps its answer in the cache for an hour. Without Redis each process has a cache of its
    own, and no other is told when a home page is renamed; with it a reader may put back what a
    transaction is about to change. Either would take the pages that are published their addresses.
    Whoever shows a page once may rely on that cache.
    """
    sites = list(
        Site.objects.select_related("root_page").order_by(
            "-root_page__url_path", "-is_default_site", "hostname"
        )
    )
    keys = [site.root_page.translation_key for site in sites]
    pages = Page.objects.filter(translation_key__in=keys).order_by("pk")
    roots = list(pages.values_list("translation_key", "url_path", "locale__language_code"))
    return [
        SiteRootPath(site.pk, path, site.root_url, language)
        for site in sites
        for key, path, language in roots
        if key == site.root_page.translation_key
    ]
