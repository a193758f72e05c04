"""However many objects are published together: none of them costs a statement of its own."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page

from accounts.users.models import User
from catalog.providers.actions import activate_provider
from catalog.providers.models import PortfolioItem
from catalog.services.models import (
    PackageItem,
    PackagePage,
    ServiceImage,
    ServiceOption,
    ServicePage,
)
from cms.delivery.actions import publish_together
from cms.delivery.models import PublishedDocument
from cms.delivery.rebuilding import differences, document_types
from cms.media.models import File, Picture
from cms.pages.actions import publish_page
from cms.pages.models import ArticlePage, LandingPage, StandardsPage
from cms.search.models import SearchEntry
from cms.training.models import CoursePage
from community.posts.actions import write_post
from community.posts.moderation import publish
from outbox.delivery import drain
from promotions.campaigns.models import PromotedService, PromotionPage
from tests.built import make_category
from tests.content.desk import drawn
from tests.furniture.content import _profile

FEW, MANY = 2, 4
LOST = "{}"
VALUES = re.compile(r" WHERE | VALUES | SELECT \* FROM UNNEST|(?<=SAVEPOINT )")
# The time that the generation of a list is raised to.
CLOCK = re.compile(r", \d{13}\)")


class Workshop:
    """Makes one object of each kind after the other; each shows things that no other shows."""

    def __init__(self, cast: dict[str, User], section: LandingPage, chinese: Locale) -> None:
        self.cast, self.section, self.chinese = cast, section, chinese
        self.root = make_category("cleaning", "Cleaning", "保洁")
        self.made = 0

    def picture(self) -> Picture:
        name = f"picture-{self.made}"
        return Picture.objects.create(title=name, file=drawn(name))

    def target(self) -> Page:
        """A page to link to, in two languages."""
        page = publish_page(
            LandingPage(title=f"Target {self.made}", slug=f"target-{self.made}"), parent=self.home
        )
        page.copy_for_translation(self.chinese).save_revision().publish()
        return page

    @property
    def home(self) -> Page:
        return self.section.get_parent()

    def body(self) -> list[tuple[str, Any]]:
        target, picture = self.target(), self.picture()
        picture.contextual_alt_text, picture.decorative = f"Alt {self.made}", False
        file = File.objects.create(
            title="Price list", file=ContentFile(b"prices", f"prices-{self.made}.txt")
        )
        return [
            ("text", f'<p><a linktype="page" id="{target.pk}">there</a> {self.made}</p>'),
            ("text", f'<p><a linktype="document" id="{file.pk}">prices</a></p>'),
            ("picture", {"picture": picture, "caption": "Seen"}),
            ("call_to_action", {"text": "", "label": "Go", "page": target, "url": ""}),
        ]

    def published(self, page: Page, *, parent: Page | None = None) -> Page:
        page = publish_page(page, parent=parent or self.home)
        page.copy_for_translation(self.chinese).save_revision().publish()
        return page

    def service(self) -> ServicePage:
        self.made += 1
        key = f"kind-{self.made}"
        page = ServicePage(
            title=key.title(), slug=f"service-{self.made}", price=9900, duration=60,
            category=make_category(key, key, f"类{key}", parent=self.root), body=self.body(),
        )  # fmt: skip
        page.tags.set([f"tag-{self.made}"])
        page.gallery = [ServiceImage(image=self.picture(), caption="Before")]
        page.options = [ServiceOption(key="oven", kind="extra", label="Oven", price=3050)]
        return self.published(page)

    def package(self) -> PackagePage:
        services = [self.service(), self.service()]
        page = PackagePage(
            title="Both", slug=f"package-{self.made}", price=15000, picture=self.picture()
        )
        page.items = [PackageItem(service=service, quantity=2) for service in services]
        return self.published(page)

    def promotion(self) -> PromotionPage:
        service = self.service()
        self.made += 1
        page = PromotionPage(title="Spring", slug=f"promotion-{self.made}", body=self.body())
        page.services = [PromotedService(service=service)]
        return self.published(page)

    def article(self) -> ArticlePage:
        self.made += 1
        page = ArticlePage(
            title=f"Article {self.made}", slug=f"article-{self.made}", body=self.body(),
            picture=self.picture(),
        )  # fmt: skip
        return self.published(page, parent=self.section)

    def course(self) -> CoursePage:
        self.made += 1
        lesson = {"title": f"Lesson {self.made}", "minutes": 7, "body": self.body()}
        page = CoursePage(
            title="Basics", slug=f"course-{self.made}", lessons=[("lesson", lesson)],
            picture=self.picture(),
        )  # fmt: skip
        return self.published(page, parent=self.section)

    def standard(self) -> StandardsPage:
        self.made += 1
        page = StandardsPage(title="Rules", slug=f"rules-{self.made}", kind="conduct")
        page.body = self.body()
        return self.published(page)

    def provider(self) -> models.Model:
        self.made += 1
        user = User.objects.create_user(f"provider-{self.made}")
        provider = activate_provider(
            user,
            profile=replace(_profile(), certificates=()),
            by=self.cast["operator"],
            now=timezone.now(),
        )
        title = {"en": f"Kitchen {self.made}"}
        PortfolioItem.objects.create(provider=provider, picture=self.picture(), title=title)
        return provider

    def post(self) -> models.Model:
        self.made += 1
        post = write_post(
            text=f"Swifts {self.made}", topic="", images=[], by=self.cast["customer"],
            now=timezone.now(),
        )  # fmt: skip
        publish(post, edition=1, by=self.cast["moderator"], now=timezone.now())
        return post


@pytest.fixture
def workshop(cast, section, chinese) -> Workshop:
    section.copy_for_translation(chinese).save_revision().publish()
    return Workshop(cast, section, chinese)


COLLECTIONS: dict[str, Callable[[Workshop], models.Model]] = {
    "services": Workshop.service,
    "packages": Workshop.package,
    "promotions": Workshop.promotion,
    "articles": Workshop.article,
    "training": Workshop.course,
    "standards": Workshop.standard,
    "providers": Workshop.provider,
    "posts": Workshop.post,
}


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_statements_do_not_grow_with_the_objects(workshop, collection):
    objects = [COLLECTIONS[collection](workshop) for _number in range(MANY)]
    while drain(now=timezone.now()):
        pass
    write_anew(collection, objects)
    few, many = (write_anew(collection, objects[:number]) for number in (FEW, MANY))
    assert [each for each in many if many.count(each) > few.count(each)] == []
    assert len(many) == len(few)
    (document_type,) = document_types([collection])
    assert list(differences(document_type)) == []


def write_anew(collection: str, objects: list[models.Model]) -> list[str]:
    """Publish ``objects`` whose documents and search entries are lost; answers the statements."""
    rows = PublishedDocument.objects.filter(collection=collection)
    rows.update(body=LOST)
    SearchEntry.objects.filter(document__in=rows).update(lexemes="")
    with CaptureQueriesContext(connection) as captured:
        assert publish_together(objects) == objects
    assert rows.exclude(body=LOST).count() == 2 * len(objects)
    # How many values a statement names is not how often it is asked; savepoints are numbered.
    return [CLOCK.sub("", VALUES.split(query["sql"])[0]) for query in captured]
