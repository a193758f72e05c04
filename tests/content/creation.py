"""A page that a machine creates and publishes at once is as if it were published afterwards."""

from collections import Counter

import pytest
from django_tasks.signals import task_finished
from wagtail.models import PageLogEntry, PageSubscription, Revision

from catalog.services.models import ServiceListing, ServicePage, ServiceVersion
from cms.delivery.bookkeeping import REFERENCES, SEARCH
from cms.delivery.models import PublishedDocument
from cms.search.models import SearchEntry
from outbox.models import Message

from .machines import PAGES, cleaning, machine, publishing, service  # noqa: F401


@pytest.fixture
def ran():
    counted = Counter()

    def count(task_result, **kwargs):
        counted[task_result.task.module_path, *task_result.args] += 1

    task_finished.connect(count)
    yield counted
    task_finished.disconnect(count)


def told(page: ServicePage) -> dict[str, object]:
    revision = Revision.page_revisions.get(object_id=str(page.pk))
    return {
        "live": (page.live, page.expired, page.has_unpublished_changes),
        "once": page.first_published_at == page.last_published_at is not None,
        "revisions": (page.live_revision_id, page.latest_revision_id) == (revision.pk, revision.pk),
        "log": [
            (entry.action, entry.user.username, entry.content_changed, entry.revision_id)
            for entry in PageLogEntry.objects.filter(page=page).order_by("pk")
        ],
        "subscribed": PageSubscription.objects.filter(page=page).count(),
        "facts": (
            page.price,
            page.duration,
            page.category.key,
            [tag.slug for tag in page.tags.all()],
        ),
        "options": [(row.key, row.price) for row in page.options.all()],
        "documents": sorted(
            PublishedDocument.objects.filter(owner=page.translation_key).values_list(
                "locale", "collection"
            )
        ),
        "listed": sorted(
            ServiceListing.objects.filter(key=page.slug).values_list("locale", "tags__tag", "price")
        ),
        "found": sorted(SearchEntry.objects.filter(key=page.slug).values_list("locale", "title")),
        "versions": ServiceVersion.objects.filter(page=page).count(),
    }


def test_published_at_once_or_afterwards_is_the_same(home, cleaning, machine):  # noqa: F811
    moderator = machine("moderator")
    sent = service(home, cleaning)
    assert moderator.send("post", PAGES, publishing(sent))[0] == 201
    status, draft = moderator.send("post", PAGES, sent | {"slug": "vapour"})
    assert status == 201
    assert moderator.send("post", f"{PAGES}{draft['id']}/actions/publish/")[0] == 200

    at_once, afterwards = (told(ServicePage.objects.get(slug=key)) for key in ("steam", "vapour"))
    logs = [[entry[:3] for entry in each.pop("log")] for each in (at_once, afterwards)]
    assert at_once == afterwards
    assert (
        logs[0]
        == logs[1]
        == [
            ("wagtail.create", "moderator", True),
            ("wagtail.edit", "moderator", True),
            ("wagtail.publish", "moderator", True),
        ]
    )
    assert at_once["listed"] == [("en", "new", 9900), ("zh-hans", "new", 9900)]


def test_each_index_is_written_once_and_the_page_is_found(home, cleaning, machine, ran):  # noqa: F811
    moderator = machine("moderator")
    status, made = moderator.send("post", PAGES, publishing(service(home, cleaning)))
    assert status == 201
    of_page = ("services", "servicepage", str(made["id"]))
    assert (ran[REFERENCES, *of_page], ran[SEARCH, *of_page]) == (1, 1)
    status, found = moderator.send("get", f"{PAGES}?search=Steam")
    assert (status, [each["id"] for each in found["items"]]) == (200, [made["id"]])


def test_what_was_published_before_is_not_built_again(home, cleaning, machine):  # noqa: F811
    machine("moderator").send("post", PAGES, publishing(service(home, cleaning)))
    page = ServicePage.objects.get(slug="steam")
    page.price = 10900
    page.save_revision().publish()
    assert ServiceVersion.objects.filter(page=page).count() == 2
    assert Message.objects.filter(topic="documents_rebuild").count() == 0


def test_who_may_not_publish_creates_nothing(home, cleaning, machine):  # noqa: F811
    assert machine("editor").send("post", PAGES, publishing(service(home, cleaning)))[0] == 403
    assert not ServicePage.objects.filter(slug="steam").exists()
