"""The document ``site``: its name, languages and navigation, which every client asks for first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_info
from pydantic import BaseModel
from wagtail.models import Page, Site

from cms.delivery.locales import (
    default_locale,
    fallbacks,
    pick,
    pick_any,
    site_locales,
)
from cms.delivery.models import PublishedDocument
from cms.delivery.references import publish_later
from cms.delivery.registry import Content, DocumentType, follow, register, watch
from cms.media.documents import ImageBody
from cms.media.models import Picture
from cms.pages.bodies import picture_body
from cms.pages.models import HomePage, SiteSettings
from cms.pages.reach import is_private
from cms.pages.routes import path_of, route_of

COLLECTION = "site"
# Home, section, page: deeper pages are found by their lists.
LEVELS = 3


class LanguageBody(BaseModel):
    """A language of the site, with those whose words stand in where it has none, in order."""

    code: str
    name: str
    default: bool
    fallbacks: list[str]


class EntryBody(BaseModel):
    """One entry of the navigation; ``id`` opens ``pages/{id}/``, the frontend shows ``route``."""

    id: int
    type: str
    title: str
    path: str
    route: str
    children: list[EntryBody]


class SiteBody(BaseModel):
    """The site in one locale."""

    name: str
    locale: str
    languages: list[LanguageBody]
    phone: str
    email: str
    logo: ImageBody | None
    home: int
    navigation: list[EntryBody]


@dataclass(frozen=True)
class Node:
    """A page of the menu in all its languages, by the place of its translation group."""

    versions: Mapping[str, Page]
    parent: str | None


def build_site(site: Site, locale: str) -> Content | None:
    """The document of the default site; other sites have none."""
    homes = homes_of(site)
    # The site itself is there in every language: clients ask for it first.
    home = pick_any(homes, locale)
    if not site.is_default_site or home is None:
        return None
    # Not for_site(): reading must not create the row.
    found = SiteSettings.objects.filter(site=site).first() or SiteSettings(site=site)
    menu = menu_of(homes)
    body = SiteBody(
        name=home.title,
        locale=locale,
        languages=languages(),
        phone=found.phone,
        email=found.email,
        logo=picture_body(found.logo, locale),
        home=homes.get(default_locale(), home).pk,
        navigation=entries(menu, None, locale),
    )
    shown = [*homes.values(), *(page for node in menu.values() for page in node.versions.values())]
    return Content(
        body=body,
        published_at=home.first_published_at,
        cache_keys=tuple(sorted({cache_key_of(each) for each in (*shown, found.logo) if each})),
    )


def languages() -> list[LanguageBody]:
    # Each in its own words: readers look for their language, whatever the page speaks.
    return [
        LanguageBody(
            code=code,
            name=get_language_info(code)["name_local"],
            default=code == default_locale(),
            fallbacks=list(fallbacks(code)[1:]),
        )
        for code in site_locales()
    ]


def homes_of(site: Site) -> dict[str, HomePage]:
    """The live home pages by language code."""
    pages = HomePage.objects.filter(translation_key=site.root_page.translation_key).live().public()
    return {page.locale.language_code: page for page in pages.select_related("locale")}


def menu_of(homes: Mapping[str, HomePage]) -> dict[str, Node]:
    """The pages shown in menus, by translation key, in the order of the default locale's tree."""
    by_path: dict[str, Page] = {}
    for code in sorted(homes, key=site_locales().index):
        below = homes[code].get_descendants().live().public().in_menu()
        below = below.filter(depth__lt=homes[code].depth + LEVELS)
        for page in below.select_related("locale", "content_type").order_by("path"):
            # An alias of a private page is private too, and bears its title.
            if not is_private(page):
                by_path[page.path] = page
    nodes: dict[str, Node] = {}
    for path, page in by_path.items():
        above = by_path.get(path[: -Page.steplen])
        key = str(page.translation_key)
        known = nodes.get(key)
        nodes[key] = Node(
            {**(known.versions if known else {}), page.locale.language_code: page},
            known.parent if known else (str(above.translation_key) if above else None),
        )
    return nodes


def entries(nodes: Mapping[str, Node], parent: str | None, locale: str) -> list[EntryBody]:
    """The entries below ``parent``, worded for ``locale``."""
    found = []
    for key, node in nodes.items():
        page = pick(node.versions, locale)
        if node.parent == parent and page is not None:
            source = pick_any(node.versions, default_locale()) or page
            shown = page.specific_deferred
            found.append(
                EntryBody(
                    id=source.pk,
                    type=page.content_type.model,
                    title=page.title,
                    path=path_of(shown) or "",
                    route=route_of(shown, locale),
                    children=entries(nodes, key, locale),
                )
            )
    return found


def site_key(site: Site) -> str:
    return "site"


def default_site(_changed: Sequence[object]) -> Iterable[Site]:
    return list(Site.objects.filter(is_default_site=True).select_related("root_page"))


def site_showing(pages: Sequence[Page]) -> Iterable[Site]:
    """The default site, where its document shows one of ``pages`` or now has to."""
    if any(isinstance(page, HomePage) or page.show_in_menus for page in pages):
        return default_site(pages)
    # Out of the menus by now: a document that still names it has to forget it.
    return site_naming(pages)


def site_naming(shown: Sequence[Page | Picture]) -> Iterable[Site]:
    """The default site, where its stored document shows one of ``shown``.

    The reference index does not know what site settings refer to.
    """
    named = {cache_key_of(each) for each in shown}
    stored = PublishedDocument.objects.filter(collection=COLLECTION)
    keys = stored.values_list("cache_keys", flat=True)
    return default_site(shown) if any(named.intersection(each) for each in keys) else []


def site_naming_later(pictures: Sequence[Picture]) -> Iterable[Site]:
    """The same after commit: of a picture with another file the renditions go once it is saved."""
    for site in site_naming(pictures):
        publish_later(site)
    return []


def cache_key_of(shown: Page | Picture) -> str:
    if isinstance(shown, Picture):
        return f"media.picture:{shown.pk}"
    return f"wagtailcore.page:{shown.pk}"


def register_site() -> None:
    """The collection ``site`` follows the pages that stand, or come to stand, in its menus."""
    register(DocumentType(collection=COLLECTION, model=Site, build=build_site, key_of=site_key))
    watch(Site)
    watch(SiteSettings)
    follow(Page, site_showing)
    follow(SiteSettings, default_site)
    follow(Picture, site_naming_later)
