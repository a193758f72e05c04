"""Very many documents are written in the background, in batches: crashes, progress, and changes
that come meanwhile.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalog.services.actions import save_category
from catalog.services.models import Category, ServicePage
from cms.delivery import actions, references, tasks
from cms.delivery.models import PublishedDocument, Rebuilding
from cms.delivery.rebuilding import differences, document_types, rebuild_all_later
from cms.pages.actions import publish_page
from cms.pages.models import ArticlePage
from outbox.delivery import LEASE, drain
from outbox.models import MAX_ATTEMPTS, Message
from tests.content.conftest import edit, new_article

ARTICLES, BATCH, LOCALES = 25, 10, 2
LOST = "{}"


class Killed(BaseException):
    """Nobody catches it, as nobody catches SIGKILL."""


@pytest.fixture
def articles(section, settle, monkeypatch) -> list[ArticlePage]:
    """Their documents are lost: those that are written again are told apart."""
    for module in (references, tasks):
        monkeypatch.setattr(module, "BATCH", BATCH)
    pages = [
        publish_page(new_article(f"Article {number}"), parent=section) for number in range(ARTICLES)
    ]
    settle()
    PublishedDocument.objects.filter(collection="articles").update(body=LOST)
    return pages


def start() -> Rebuilding:
    assert rebuild_all_later(document_types(["articles"]), reason="tests") == ARTICLES
    return Rebuilding.objects.get()


def written() -> int:
    return PublishedDocument.objects.filter(collection="articles").exclude(body=LOST).count()


def one_batch(*, after: timedelta = timedelta(seconds=1)) -> int:
    return drain(now=timezone.now() + after, limit=1)


def told(capsys) -> str:
    call_command("documents", "progress")
    (line,) = capsys.readouterr().out.splitlines()
    return line.partition("tests: ")[2]


def is_right() -> bool:
    return list(differences(document_types(["articles"])[0])) == []


def test_progress_is_told_exactly_after_each_batch(articles, capsys):
    start()
    assert (told(capsys), written()) == ("0 of 25, going on", 0)
    assert one_batch() == 1
    assert (told(capsys), written()) == ("10 of 25, going on", 10 * LOCALES)
    assert one_batch() == 1
    assert (told(capsys), written()) == ("20 of 25, going on", 20 * LOCALES)
    assert one_batch() == 1
    job = Rebuilding.objects.get()
    assert told(capsys) == f"25 of 25, finished {job.finished_at:%Y-%m-%d %H:%M:%S}"
    assert (written(), job.objects_to_publish) == (25 * LOCALES, [])
    assert one_batch() == 0
    assert is_right()


# While the first and the last is built, before they are stored, and when they have been stored
# with what stands beside them.
@pytest.mark.parametrize(
    ("step", "place"), [("_built", 1), ("_built", BATCH), ("_update", 1), ("_announce", 1)]
)
def test_a_worker_that_dies_within_a_batch_loses_nothing(
    articles, monkeypatch, capsys, step, place
):
    start()
    one_batch()
    with monkeypatch.context() as patched, pytest.raises(Killed):
        die_at(step, place, patched)
        one_batch()
    # Neither half a batch nor its progress: both are one transaction.
    assert (told(capsys), written()) == ("10 of 25, going on", 10 * LOCALES)
    left = Message.objects.get(done_at=None)
    assert (left.attempts, left.key.partition(":")[2]) == (1, f"{Rebuilding.objects.get().pk}:10")
    # The lease of the dead stands until it ends; then another one takes the batch up.
    assert one_batch() == 0
    later = LEASE + timedelta(seconds=2)
    assert [one_batch(after=later) for _turn in range(3)] == [1, 1, 0]
    assert (told(capsys).partition(",")[0], written()) == ("25 of 25", 25 * LOCALES)
    assert Message.objects.filter(topic=references.REBUILD, key__contains=":").count() == 3
    assert is_right()


def test_a_batch_that_fails_is_tried_again_as_a_whole(articles, monkeypatch, capsys):
    start()
    with monkeypatch.context() as patched:
        die_at("_announce", 1, patched, RuntimeError("no disk"))
        assert one_batch() == 1
    failed = "0 of 25, going on, attempt 1 failed: RuntimeError: no disk"
    assert (told(capsys), written()) == (failed, 0)
    hour = timedelta(hours=1)
    assert [one_batch(after=hour) for _turn in range(4)] == [1, 1, 1, 0]
    assert (told(capsys).partition(",")[0], written()) == ("25 of 25", 25 * LOCALES)


def test_an_object_that_always_fails_is_named_and_the_rest_written_once_it_is_mended(
    articles, monkeypatch, capsys
):
    start()
    broken = articles[13]
    build = actions._built
    with monkeypatch.context() as patched:
        patched.setattr(actions, "_built", refusing(broken.slug, build))
        turns = [one_batch(after=timedelta(hours=2 * turn)) for turn in range(MAX_ATTEMPTS + 2)]
    # The first batch is written; the second is given up.
    assert turns == [1] * (MAX_ATTEMPTS + 1) + [0]
    dead = Message.objects.get(topic=references.REBUILD, dead_at__isnull=False)
    assert (told(capsys), written()) == (
        f"10 of 25, failed {dead.dead_at:%Y-%m-%d %H:%M:%S}: "
        f"ValueError: pages.ArticlePage {broken.pk}: no words. "
        "Mend or unpublish it, then: manage.py outbox --retry documents_rebuild",
        10 * LOCALES,
    )
    call_command("outbox", "--retry", "documents_rebuild")
    capsys.readouterr()
    assert [one_batch() for _turn in range(3)] == [1, 1, 0]
    assert (told(capsys).partition(",")[0], written()) == ("25 of 25", 25 * LOCALES)
    assert is_right()


def refusing(slug: str, build: Callable[..., object]) -> Callable[..., object]:
    def built(kind, versions):
        if any(each.slug == slug for each in versions.values()):
            raise ValueError("no words")
        return build(kind, versions)

    return built


def test_what_changes_while_it_waits_is_written_as_it_is_then(articles, section, settle):
    """A message names objects and holds no content: there is nothing old to write."""
    start()
    first, second, third, fourth, *_others = articles
    edit(first, title="Newest")
    second.unpublish()
    third.delete()
    PageViewRestriction.objects.create(page=fourth, restriction_type="login")
    rows = PublishedDocument.objects.filter(collection="articles")
    newest = rows.get(key="article-0", locale="en")
    assert settle() > 0
    after = rows.get(key="article-0", locale="en")
    assert (after.body, after.updated_at) == (newest.body, newest.updated_at)
    assert '"title":"Newest"' in after.body
    gone = {"article-1", "article-2", "article-3"}
    assert rows.count() == written() == (ARTICLES - len(gone)) * LOCALES
    assert not rows.filter(key__in=gone).exists()
    job = Rebuilding.objects.get(reason="tests")
    assert (job.done, job.total) == (ARTICLES, ARTICLES)
    assert is_right()


def test_a_category_has_what_names_it_written_once(
    home, chinese, built_categories, settle, monkeypatch
):
    category = Category.objects.get(key="cleaning")
    for number in range(3):
        service = ServicePage(title="Clean", slug=f"clean-{number}", price=100, duration=60)
        service.category = category
        publish_page(service, parent=home).copy_for_translation(chinese).save_revision().publish()
        home.refresh_from_db()
    settle()
    built: list[object] = []
    build = actions._built
    monkeypatch.setattr(
        actions, "_built", lambda kind, each: (built.extend(each.values()), build(kind, each))[1]
    )
    category.name = {"en": "Tidying"}
    save_category(category, parent=category.get_parent())
    settle()
    # Each once, with both of its languages.
    services = [each.slug for each in built if isinstance(each, ServicePage)]
    assert sorted(services) == [f"clean-{number // 2}" for number in range(6)]
    shown = PublishedDocument.objects.filter(collection="services", body__contains="Tidying")
    assert shown.count() == 3 * LOCALES


def die_at(step: str, place: int, monkeypatch, error: BaseException | None = None) -> None:
    """Raise ``error``, or die, at the call number ``place`` of a step of the work."""
    real, calls = getattr(actions, step), iter(range(1, 1000))

    def die_or_do(*given, **named):
        if next(calls) == place:
            raise error or Killed
        return real(*given, **named)

    monkeypatch.setattr(actions, step, die_or_do)


def test_only_pages_are_named_once_for_all_their_translations(section, chinese):
    translation = section.copy_for_translation(chinese)
    first, second = sorted(str(page.pk) for page in (section, translation))
    named = [("wagtailcore.Page", first), ("wagtailcore.Page", second), ("media.Picture", second)]
    assert references._once_each(named) == [named[0], named[2]]
