"""The categories, and the pages that services stand under."""

from wagtail.models import Locale, Page

from benchmarks.delivery.dataset import texts
from catalog.services.actions import save_category
from catalog.services.models import Category
from cms.pages.actions import ensure_site, publish_page
from cms.pages.models import LandingPage

SITE = {texts.EN: "Doorstep", texts.ZH: "上门"}
SERVICES = {texts.EN: "Services", texts.ZH: "服务"}


def add_categories() -> dict[str, Category]:
    """By key."""
    found: dict[str, Category] = {}
    for key, parent, words in texts.categories():
        category = Category(key=key, name=dict(zip(texts.LANGUAGES, words, strict=True)))
        found[key] = save_category(category, parent=found.get(parent))
    return {category.key: category for category in Category.objects.all()}


def add_sections() -> dict[str, Page]:
    """By language the page that the services stand under."""
    home = ensure_site(titles=SITE)
    english = publish_page(LandingPage(title=SERVICES[texts.EN], slug="services"), parent=home)
    chinese = english.copy_for_translation(Locale.objects.get(language_code=texts.ZH))
    chinese.title = SERVICES[texts.ZH]
    chinese.save_revision().publish()
    return {
        page.locale.language_code: page
        for page in LandingPage.objects.filter(translation_key=english.translation_key)
    }
