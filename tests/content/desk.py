"""Everything that editors, operators and time do to what is published, by chance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from random import Random

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from PIL import Image
from taggit.models import Tag
from wagtail.models import Locale, Page, PageViewRestriction, Site

from accounts.users.models import User
from catalog.providers.actions import (
    activate_provider,
    correct_provider,
    rate_provider,
    reinstate_provider,
    suspend_provider,
)
from catalog.providers.models import PortfolioItem, Provider
from catalog.services.actions import delete_category, rate_service, save_category
from catalog.services.models import (
    Category,
    PackageItem,
    PackagePage,
    ServiceImage,
    ServiceOption,
    ServicePage,
)
from catalog.services.ratings import Rating
from cms.delivery.actions import publish_document
from cms.media.models import Picture
from cms.pages.actions import publish_page
from cms.pages.models import ArticlePage, HomePage, LandingPage, SiteSettings
from cms.pages.scheduling import publish_due
from community.posts.actions import write_post
from community.posts.models import Post
from community.posts.moderation import hide, publish, show
from promotions.campaigns.models import PromotedService, PromotionPage
from tests.built import make_category
from tests.furniture.content import _profile

REFUSED = (ValidationError, ProtectedError)
HOUR = timedelta(hours=1)


def drawn(title: str, *, width: int = 60) -> ContentFile:
    data = BytesIO()
    Image.new("RGB", (width, 40), "teal").save(data, "PNG")
    return ContentFile(data.getvalue(), f"{title}.png")


def _draft_of(page: Page) -> Page:
    """What an editor writes on; nobody writes on an alias, which follows its source."""
    written: Page = page.alias_of.specific if page.alias_of else page
    return written.get_latest_revision_as_object()


class Desk:
    """A small site of everything, and one random edit after the other."""

    def __init__(self, cast: dict[str, User], home: HomePage) -> None:
        self.cast, self.home, self.count = cast, home, 0
        self.picture = Picture.objects.create(title="Cover", file=drawn("cover"))
        for key in ("cleaning", "deep", "care"):
            parent = Category.objects.get(key="cleaning") if key == "deep" else None
            make_category(key, key.title(), f"类{key}", parent=parent)
        self.sections = [
            publish_page(
                LandingPage(title=title, slug=title.lower(), show_in_menus=True), parent=home
            )
            for title in ("Advice", "News")
        ]
        cleaning = Category.objects.get(key="cleaning")
        services = []
        for key in ("steam", "scrub", "sit"):
            page = ServicePage(
                title=key.title(), slug=key, price=9900, duration=60, category=cleaning
            )
            page.tags.set(["quick"])
            page.gallery = [ServiceImage(image=self.picture)]
            services.append(publish_page(page, parent=home))
        package = PackagePage(title="Both", slug="both", price=15000)
        package.items = [PackageItem(service=service, quantity=2) for service in services[:2]]
        publish_page(package, parent=home)
        campaign = PromotionPage(title="Spring", slug="spring")
        campaign.services = [PromotedService(service=service) for service in services[1:]]
        publish_page(campaign, parent=home)
        for number in range(3):
            self._article(Random(number))
        self.provider = activate_provider(
            cast["provider"], profile=_profile(), by=cast["operator"], now=timezone.now()
        )
        PortfolioItem.objects.create(
            provider=self.provider, picture=self.picture, title={"en": "Kitchen"}
        )
        publish_document("providers", self.provider)

    @property
    def edits(self) -> dict[str, Callable[[Random], object]]:
        return {name: getattr(self, name) for name in vars(type(self)) if name[0] not in "_e"}

    def _edit(self, random: Random) -> str:
        """One of the edits; a refused one leaves nothing behind. Answers its name."""
        name, edit = random.choice(sorted(self.edits.items()))
        try:
            with transaction.atomic():
                edit(random)
        except REFUSED:
            return f"{name} refused"
        return name

    def _word(self) -> str:
        self.count += 1
        return f"Word{self.count}"

    def _page(self, random: Random, *models: type[Page]) -> Page:
        kinds = models or (ArticlePage, LandingPage, ServicePage, PackagePage, PromotionPage)
        kind = random.choice([each for each in kinds if each.objects.exists()])
        return random.choice(list(kind.objects.order_by("pk")))

    def _publish(self, page: Page, **values: object) -> None:
        draft = _draft_of(page)
        for name, value in values.items():
            setattr(draft, name, value)
        draft.full_clean()
        draft.save_revision().publish()

    def _article(self, random: Random) -> Page:
        title = self._word()
        page = ArticlePage(title=title, slug=title.lower(), body=self._linking(random))
        return publish_page(page, parent=random.choice([self.home, *self.sections]))

    def _linking(self, random: Random) -> list[tuple[str, object]]:
        to = self._page(random).pk
        link = f'<p><a linktype="page" id="{to}">there</a> {self._word()}</p>'
        return [("text", link), ("picture", {"picture": self.picture, "caption": self._word()})]

    # What follows is done by chance.

    def title(self, random: Random) -> None:
        self._publish(self._page(random), title=self._word())

    def link(self, random: Random) -> None:
        self._publish(self._page(random), body=self._linking(random))

    def draft(self, random: Random) -> None:
        draft = _draft_of(self._page(random))
        draft.title = self._word()
        draft.save_revision()

    def slug(self, random: Random) -> None:
        page = self._page(random, ArticlePage, LandingPage)
        self._publish(page, slug=self._word().lower())

    def unpublish(self, random: Random) -> None:
        self._page(random).unpublish()

    def publish(self, random: Random) -> None:
        self._publish(self._page(random))

    def delete(self, random: Random) -> None:
        self._page(random, ArticlePage, PackagePage, PromotionPage, ServicePage).delete()

    def write(self, random: Random) -> None:
        self._article(random)

    def move(self, random: Random) -> None:
        page = self._page(random)
        places = [*LandingPage.objects.filter(locale=page.locale), self.home]
        place = random.choice([each for each in places if each.locale_id == page.locale_id] or [0])
        if place and place.pk != page.pk and not place.is_descendant_of(page):
            page.move(place, pos=random.choice(["first-child", "last-child"]))

    def menu(self, random: Random) -> None:
        page = self._page(random)
        self._publish(page, show_in_menus=not page.show_in_menus)

    def translate(self, random: Random) -> None:
        page, chinese = self._page(random), Locale.objects.get(language_code="zh-hans")
        if page.locale_id == chinese.pk or page.has_translation(chinese):
            return
        if random.random() < 0.3:
            page.copy_for_translation(chinese, copy_parents=True, alias=True)
            return
        translation = page.copy_for_translation(chinese, copy_parents=True)
        if random.random() < 0.8:
            self._publish(translation, title=f"词{self._word()}")

    def schedule(self, random: Random) -> None:
        now = timezone.now()
        draft = _draft_of(self._page(random))
        draft.title, draft.go_live_at = self._word(), now + HOUR
        draft.expire_at = random.choice([None, now + 2 * HOUR])
        draft.save_revision().publish()

    def time(self, random: Random) -> None:
        publish_due(timezone.now() + random.choice([2, 3]) * HOUR)

    def privacy(self, random: Random) -> None:
        page = self._page(random)
        if restrictions := list(PageViewRestriction.objects.all()):
            random.choice(restrictions).delete()
        else:
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    def price(self, random: Random) -> None:
        page = self._page(random, ServicePage).source
        draft = _draft_of(page)
        draft.price = random.randint(1, 9) * 1000
        draft.category = random.choice(list(Category.objects.all()))
        draft.tags.set(random.sample(["quick", "green", "new"], random.randint(0, 2)))
        draft.options = [
            ServiceOption(key="x", kind="extra", label=self._word(), locale=draft.locale)
        ][: random.randint(0, 1)]
        draft.save_revision().publish()

    def parts(self, random: Random) -> None:
        services = list(ServicePage.objects.filter(locale=self.home.locale))
        if not PackagePage.objects.exists() or not services:
            return
        draft = self._page(random, PackagePage).source.get_latest_revision_as_object()
        chosen = random.sample(services, min(len(services), random.randint(1, 2)))
        draft.items = [
            PackageItem(service=service, quantity=random.randint(1, 3), locale=draft.locale)
            for service in chosen
        ]
        draft.save_revision().publish()

    def window(self, random: Random) -> None:
        if PromotionPage.objects.exists():
            page = self._page(random, PromotionPage).source
            self._publish(page, starts_at=timezone.now(), picture=self.picture)

    def picture_words(self, random: Random) -> None:
        picture = Picture.objects.get(pk=self.picture.pk)
        picture.description, picture.title = self._word(), self._word()
        picture.focal_point_x = picture.focal_point_y = random.randint(1, 40)
        picture.focal_point_width = picture.focal_point_height = 5
        picture.save()

    def picture_file(self, random: Random) -> None:
        picture = Picture.objects.get(pk=self.picture.pk)
        picture.file = drawn(self._word(), width=random.randint(41, 90))
        picture.width, picture.height = picture.file.width, picture.file.height
        picture.save()
        picture.renditions.all().delete()

    def category(self, random: Random) -> None:
        category = random.choice(list(Category.objects.all()))
        category.name = {"en": self._word(), "zh-hans": f"类{self._word()}"}
        others = Category.objects.exclude(pk=category.pk)
        save_category(category, parent=random.choice([None, category.get_parent(), *others]))

    def category_deleted(self, random: Random) -> None:
        delete_category(random.choice(list(Category.objects.all())))

    def category_made(self, random: Random) -> None:
        word = self._word()
        make_category(word.lower(), word, f"类{word}")

    def tag(self, random: Random) -> None:
        for tag in Tag.objects.order_by("pk")[:1]:
            tag.name = tag.slug = self._word().lower()
            tag.save()

    def rating(self, random: Random) -> None:
        key = self._page(random, ServicePage).slug
        rating = Rating(count=random.randint(1, 9), mean=Decimal(random.randint(100, 500)) / 100)
        rate_service(key, rating=rating)
        rate_provider(self.provider, rating=rating)

    def provider_changed(self, random: Random) -> None:
        correct_provider(
            self.provider,
            facts={"public_name": self._word(), "photo": random.choice([None, self.picture])},
            skills=random.sample(list(Category.objects.all()), 1),
            areas=["shanghai"],
        )

    def provider_status(self, random: Random) -> None:
        provider, given = Provider.objects.get(), {"by": self.cast["operator"]}
        if provider.status == "active":
            suspend_provider(provider, reason="Late", now=timezone.now(), **given)
        else:
            reinstate_provider(provider, now=timezone.now(), **given)

    def settings(self, random: Random) -> None:
        settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        settings.phone, settings.logo = self._word(), random.choice([None, self.picture])
        settings.save()

    def post(self, random: Random) -> None:
        now, given = timezone.now(), {"by": self.cast["moderator"]}
        post = Post.objects.first()
        if post is None:
            post = write_post(
                text=self._word(), topic="", images=[], by=self.cast["customer"], now=now
            )
            publish(post, edition=1, now=now, **given)
        elif Post.objects.published().exists():
            hide(post, reason="Birds", now=now, **given)
        else:
            show(post, now=now, **given)
