"""Verbs on pages that Wagtail does not have."""

import hashlib
import json
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms.delivery.actions import lock_collection
from cms.delivery.locales import site_locales
from cms.delivery.registry import live_versions
from cms.pages.models import BasePage, HomePage, StandardsPage, StandardVersion
from cms.pages.queries import latest_version

P = TypeVar("P", bound=BasePage)


@transaction.atomic
def keep_version(page: StandardsPage, *, now: datetime) -> StandardVersion | None:
    """Keep the published wording of ``page`` if it is a new one; answers the one in force.

    ``None`` where nobody may read it in any language.
    """
    # As delivery locks: two publications of one page number their wordings in turn.
    lock_collection("standards")
    (versions,) = live_versions([page])
    texts = {
        code: {"title": version.title, "body": version.body.get_prep_value()}
        for code, version in sorted(versions.items())
    }
    if not texts:
        return None
    canonical = json.dumps(texts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    content_hash = hashlib.sha256(canonical.encode()).hexdigest()
    latest = latest_version(page.translation_key)
    if latest is not None and latest.content_hash == content_hash:
        return latest
    return StandardVersion.objects.create(
        page_key=page.translation_key,
        slug=page.slug,
        kind=page.kind,
        number=latest.number + 1 if latest else 1,
        texts=texts,
        content_hash=content_hash,
        published_at=now,
    )


@transaction.atomic
def carry_facts(source: BasePage) -> None:
    """Copy the published facts of ``source`` to the pages that translate it and have others."""
    translations = type(source)._default_manager.filter(
        translation_key=source.translation_key, alias_of__isnull=True
    )
    for page in translations.exclude(pk=source.pk):
        if page.source.pk == source.pk and page.facts != source.facts:
            page.take_facts(source)
            page.save(clean=False)


def publish_page(page: P, *, parent: Page) -> P:
    """Create ``page`` below ``parent`` and publish it, as an editor would: with a revision."""
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@transaction.atomic
def ensure_site(*, titles: dict[str, str], hostname: str = "localhost", port: int = 80) -> HomePage:
    """The site with a home page per language, made where it is missing.

    ``titles`` gives the name of the site by language code. Wagtail's welcome page goes. Answers
    the home page in the default locale; the others are its translations.
    """
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code in site_locales()]
    home: HomePage | None = HomePage.objects.filter(locale=locales[0], depth=2).first()
    if home is None:
        # Wagtail's migrations make the root, but a flushed database has none.
        root = Page.get_first_root_node() or Page.add_root(
            instance=Page(title="Root", slug="root", locale=locales[0])
        )
        home = HomePage(title=titles[locales[0].language_code], slug="doorstep", locale=locales[0])
        root.add_child(instance=home)
        home.save_revision().publish()
    for locale in locales[1:]:
        if not home.has_translation(locale):
            translated = home.copy_for_translation(locale)
            translated.title = titles[locale.language_code]
            translated.save_revision().publish()
    _set_root(home, hostname, port)
    home.refresh_from_db()
    return home


def _set_root(home: HomePage, hostname: str, port: int) -> None:
    """Make ``home`` the root of the default site."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id == home.pk:
        return
    welcome = site.root_page if site.root_page_id else None
    site.root_page, site.hostname, site.port = home, hostname, port
    site.site_name = home.title
    site.save()
    if welcome is not None and welcome.specific_class is Page and not welcome.get_children():
        welcome.delete()
