"""A site: an article, a course with an exam, the providers' agreement, a promotion, a catalogue."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from catalog.providers.actions import activate_provider
from catalog.providers.profiles import CertificateRecord, ProviderProfile
from catalog.services.actions import save_category
from catalog.services.models import Category, PackageItem, PackagePage, ServicePage
from cms.pages.actions import ensure_site, publish_page
from cms.pages.models import ArticlePage, HomePage, StandardsPage
from cms.training.models import CoursePage
from promotions.campaigns.models import PromotionPage
from tests.world import World, furnishes

YEAR = timedelta(days=365)
BODY = [("text", "<p>Ring once.</p>")]


@furnishes
def site(world: World) -> None:
    home = ensure_site(titles={"en": "Doorstep", "zh-hans": "到家"})
    article = publish_page(ArticlePage(title="Clean", slug="clean", body=BODY), parent=home)
    agreement = StandardsPage.Kind.AGREEMENT
    publish_page(
        StandardsPage(title="Agreement", slug="provider-agreement", kind=agreement, body=BODY),
        parent=home,
    )
    course = publish_page(_course(), parent=home)
    question = course.exam[0]
    world.values |= {
        "id": home.pk,
        "article_key": article.slug,
        "block_name": "heading",
        "standard_key": "provider-agreement",
        "standard_version": 1,
        "course_key": course.slug,
        "exam": {question.id: [question.value["choices"].bound_blocks[0].id]},
    }
    _catalogue(world, home)


def _course() -> CoursePage:
    choices = [{"text": "Greet", "correct": True}, {"text": "Sit down", "correct": False}]
    lesson = {"title": "Arriving", "minutes": 7, "body": BODY}
    return CoursePage(
        title="Provider basics",
        slug="provider-basics",
        summary="First minutes.",
        lessons=[("lesson", lesson)],
        exam=[("question", {"text": "What first?", "multiple": False, "choices": choices})],
        pass_mark=100,
        attempts_per_day=3,
    )


def _catalogue(world: World, home: HomePage) -> None:
    names = {"en": "Cleaning", "zh-hans": "保洁"}
    category = save_category(Category(key="cleaning", name=names), parent=None)
    service = ServicePage(title="Steam", slug="steam", price=10000, duration=60, category=category)
    publish_page(service, parent=home)
    package = PackagePage(title="Both", slug="both", price=15000)
    package.items = [PackageItem(service=service, quantity=2)]
    publish_page(package, parent=home)
    now = timezone.now()
    campaign = PromotionPage(title="Spring", slug="spring", starts_at=now, ends_at=now + YEAR)
    publish_page(campaign, parent=home)
    provider = activate_provider(
        world.cast["provider"], profile=_profile(), by=world.cast["operator"], now=now
    )
    world.values |= {
        "service_key": "steam",
        "package_key": "both",
        "promotion_key": "spring",
        "provider_key": provider.public_id,
    }


def _profile() -> ProviderProfile:
    return ProviderProfile(
        kind="person",
        public_name="Aunt Li",
        bio={"en": "Careful.", "zh-hans": "细致。"},
        skills=("cleaning",),
        areas=("shanghai",),
        experience_years=7,
        gender="female",
        lat=Decimal("31.230416"),
        lng=Decimal("121.473701"),
        certificates=(CertificateRecord("health", "h-1", date(2035, 5, 31), verified=True),),
    )
