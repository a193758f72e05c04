"""The site with its canaries, and public neighbours that name every page of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, PageViewRestriction

from catalog.behaviour.actions import mark
from catalog.behaviour.items import Item
from catalog.behaviour.models import Mark
from catalog.behaviour.recording import Sighting, record
from catalog.recommendations.tasks import make_lists
from catalog.services.models import PackageItem, PackagePage, ServicePage
from cms.delivery.bookkeeping import once
from cms.delivery.models import PublishedDocument
from cms.pages.actions import publish_page
from cms.pages.models import ArticlePage, BasePage, HomePage, LandingPage
from outbox.delivery import drain
from promotions.campaigns.models import PromotedService, PromotionPage
from tests.canaries.pages import MODELS, OF_EXAMS, new, places_of
from tests.canaries.states import (
    NEVER,
    ONCE,
    OVER,
    STATES,
    TRANSLATIONS,
    Ground,
    appear,
    fresh,
    reveal,
    vanish,
)  # fmt: skip
from tests.canaries.words import Say, canaries, canary, plain
from tests.world import World

# Services first: packages and promotions name one of them.
KINDS = ("service", *(kind for kind in MODELS if kind != "service"))
# Each wording of a binding text that was in force stays to be read, by its number.
KEPT = {("standard", "replaced"), ("standard", "treplaced")}
# The home is never withdrawn: the site hangs from it.
OF_HOMES = ("changed", "tchanged")


@dataclass
class Plant:
    """One page with canaries. ``slug`` and ``path`` are those that it had in the open."""

    kind: str
    state: str
    page: BasePage
    path: str = ""

    @property
    def say(self) -> Say:
        return canaries(self.kind, self.state)

    @property
    def words(self) -> set[str]:
        """All that it says once it is public."""
        named = {"slug"} if self.state in (*NEVER, *ONCE) else set()
        # Tags are facts: a translation has those of its source.
        facts = {"tag"} if self.state in TRANSLATIONS else set()
        places = {*places_of(self.kind), *named} - set(OF_EXAMS) - facts
        return {canary(self.kind, self.state, place) for place in places}


@dataclass
class Site:
    ground: Ground
    plants: list[Plant] = field(default_factory=list)
    # By kind the slugs of public pages that name the planted ones.
    neighbours: dict[str, list[str]] = field(default_factory=dict)

    def of(self, kind: str) -> list[Plant]:
        return [plant for plant in self.plants if plant.kind == kind]


def plant_site(world: World) -> Site:
    """Everything appears, is named by neighbours while it may be, and then vanishes."""
    site = Site(_ground(world))
    with once():
        _grow(site, world)
    return site


def _grow(site: Site, world: World) -> None:
    home = HomePage.objects.get(pk=site.ground.home.pk)
    for kind in KINDS:
        for state in (*STATES, *TRANSLATIONS):
            if (kind, state) in KEPT:
                continue
            site.plants.append(_plant(kind, state, site))
    for state in OF_HOMES:
        site.plants.append(Plant("home", state, home, "/"))
    _surround(site, world)
    settle()
    for plant in site.plants:
        vanish(plant.page, plant.state, plant.say, site.ground)
    settle()


def reveal_site(site: Site) -> None:
    """Everything public after all, but for what is deleted."""
    with once():
        PageViewRestriction.objects.all().delete()
        for plant in site.plants:
            if not plant.state.endswith("deleted"):
                reveal(plant.page, plant.state, site.ground)
        settle()


def settle() -> None:
    while drain(now=timezone.now() + timedelta(days=3), limit=500):
        pass


def _ground(world: World) -> Ground:
    home = HomePage.objects.get(pk=world.values["id"])
    private = publish_page(LandingPage(title="Staff", slug="staff"), parent=home)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    return Ground(
        home=fresh(home),
        private=fresh(private),
        chinese=Locale.objects.get(language_code="zh-hans"),
        editor=world.cast["editor"],
        now=timezone.now(),
    )


def _plant(kind: str, state: str, site: Site) -> Plant:
    hidden_at_first = state in (*NEVER, *ONCE)
    slug = canary(kind, state, "slug") if hidden_at_first else f"open-{kind}-{state}"
    say = plain if state in (*OVER, *TRANSLATIONS) else canaries(kind, state)
    page = new(kind, say, slug=slug, service=ServicePage.objects.get(slug="steam", locale=1))
    plant = Plant(kind, state, page)
    site.ground.home.refresh_from_db()
    appear(page, state, plant.say, site.ground)
    plant.path = fresh(page).get_url_parts()[2]
    return plant


def _surround(site: Site, world: World) -> None:
    """Neighbours that stay public: links, buttons, packages, promotions, redirects, marks."""
    # What a package names cannot be deleted.
    services = [fresh(plant.page) for plant in site.of("service") if plant.state != "deleted"]
    articles = [_linking(kind, site.of(kind)) for kind in ("home", *KINDS)]
    packages = [_holding(number, service) for number, service in enumerate(services)]
    promotion = PromotionPage(title="Naming", slug="naming")
    promotion.services = [PromotedService(service=service) for service in services]
    for page in (*articles, *packages, promotion):
        publish_page(page, parent=fresh(site.ground.home))
    for number, plant in enumerate(site.plants):
        Redirect.objects.create(old_path=f"/old-{number}", redirect_page=plant.page)
    site.neighbours = {
        "article": [page.slug for page in articles],
        "package": [page.slug for page in packages],
        "promotion": [promotion.slug],
    }
    _behave(world)


def _holding(number: int, service: ServicePage) -> PackagePage:
    package = PackagePage(title="Holding", slug=f"holding-{number}", price=100)
    package.items = [PackageItem(service=service)]
    return package


def _linking(kind: str, plants: list[Plant]) -> ArticlePage:
    pages = [plant.page for plant in plants]
    links = "".join(f'<p><a linktype="page" id="{page.pk}">there</a></p>' for page in pages)
    buttons = [
        ("call_to_action", {"text": "", "label": "Go", "page": page, "url": ""}) for page in pages
    ]
    return ArticlePage(title="Linking", slug=f"linking-{kind}", body=[("text", links), *buttons])


def _behave(world: World) -> None:
    """The customer liked, hid and read everything that was public."""
    customer, now = world.cast["customer"], timezone.now()
    for item in _public_items():
        mark(customer, Mark.Kind.FAVOURITE, item, now=now)
        record([Sighting(customer.pk, *item, now)])
    make_lists(now)


def _public_items() -> Iterator[Item]:
    for collection in ("services", "packages", "articles"):
        rows = PublishedDocument.objects.filter(collection=collection, locale="en")
        for key in rows.order_by("key").values_list("key", flat=True):
            yield Item(collection, key)
