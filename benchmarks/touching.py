"""``python -m benchmarks.touching [DOCUMENTS]``: how long one change takes until all is written.

A category is renamed that so many documents name, in two languages, and a picture is described
anew that as many show. Told are the seconds of the change itself and of what the outbox writes
after it, by one worker. On SQLite, or on the server that DATABASE_URL names; the database is thrown
away.
"""

import os
import sys
from collections.abc import Callable
from io import BytesIO
from time import perf_counter

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from django.core.files.base import ContentFile  # noqa: E402 - they need the settings
from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image  # noqa: E402
from wagtail.models import Locale  # noqa: E402

from catalog.services.actions import save_category  # noqa: E402
from catalog.services.models import Category, ServicePage  # noqa: E402
from cms.delivery.bookkeeping import once  # noqa: E402
from cms.delivery.models import PublishedDocument  # noqa: E402
from cms.media.models import Picture  # noqa: E402
from cms.pages.actions import ensure_site, publish_page  # noqa: E402
from cms.pages.models import ArticlePage, HomePage  # noqa: E402
from outbox.delivery import drain  # noqa: E402

DOCUMENTS = 1_000
LANGUAGES = {"en": "Doorstep", "zh-hans": "到家"}
ANEW = "Anew"
# No two texts are the same: nothing that is remembered of one spares the work of another.
PARAGRAPH = "<p>Both sides of the glass, with frames and tracks: pane {} in house {}{}.</p>"


def main(documents: int) -> None:
    # With their history: the full-text index is made there.
    connection.settings_dict["TEST"]["MIGRATE"] = True
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        home = ensure_site(titles=LANGUAGES)
        each = documents // len(LANGUAGES)
        print(f"{connection.vendor}, {documents} documents")
        _told("a category renamed", "services", _services(home, each))
        _told("a picture described anew", "articles", _articles(home, each))
    finally:
        teardown_databases(databases, verbosity=0)


def _body(index: int, language: str) -> list[tuple[str, str]]:
    return [("text", PARAGRAPH.format(pane, language, index)) for pane in range(3)]


def _services(home: HomePage, number: int) -> Callable[[], object]:
    category = save_category(Category(key="cleaning", name={"en": "Cleaning"}), parent=None)
    chinese = Locale.objects.get(language_code="zh-hans")
    for index in range(number):
        page = ServicePage(
            title="Windows", slug=f"windows-{index}", price=100, duration=60, category=category
        )
        page.body = _body(index, "en")
        with once():
            publish_page(page, parent=home)
            translation = page.copy_for_translation(chinese)
            translation.body = _body(index, "zh")
            translation.save_revision().publish()
        home.refresh_from_db()

    def change() -> None:
        category.refresh_from_db()
        category.name = {"en": ANEW}
        save_category(category, parent=None)

    return change


def _articles(home: HomePage, number: int) -> Callable[[], object]:
    data = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "PNG")
    picture = Picture.objects.create(title="Glass", file=ContentFile(data.getvalue(), "glass.png"))
    for index in range(number):
        page = ArticlePage(title="Windows", slug=f"glass-{index}", picture=picture)
        page.body = _body(index, "en")
        with once():
            publish_page(page, parent=home)
        home.refresh_from_db()

    def change() -> None:
        picture.description = ANEW
        picture.save()

    return change


def _told(name: str, collection: str, change: Callable[[], object]) -> None:
    _settle()
    began = perf_counter()
    change()
    changed = perf_counter()
    _settle()
    settled = perf_counter()
    shown = PublishedDocument.objects.filter(collection=collection, body__contains=ANEW).count()
    print(
        f"{name}: {shown} documents; change {changed - began:.2f} s, "
        f"written after {settled - began:.2f} s"
    )


def _settle() -> None:
    while drain(now=timezone.now()):
        pass


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS)
