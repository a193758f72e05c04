"""A page of every kind, with something to say in every place that it has."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from catalog.services.models import (
    Category,
    PackageItem,
    PackagePage,
    ServiceImage,
    ServiceOption,
    ServicePage,
)
from cms.media.models import Picture
from cms.pages.models import ArticlePage, BasePage, LandingPage, StandardsPage
from cms.training.models import CoursePage
from promotions.campaigns.models import PromotedService, PromotionPage
from tests.canaries.words import Say

MODELS: dict[str, type[BasePage]] = {
    "landing": LandingPage,
    "article": ArticlePage,
    "standard": StandardsPage,
    "course": CoursePage,
    "service": ServicePage,
    "package": PackagePage,
    "promotion": PromotionPage,
}
# Where each of them is read by its key.
ROUTES = {
    "article": "articles",
    "standard": "standards",
    "course": "training",
    "service": "services",
    "package": "packages",
    "promotion": "promotions",
}
EVERYWHERE = ("title", "seo", "description")
BODY = (
    "heading", "text", "contextualt", "alt", "caption", "quote", "attribution", "entry",
    "question", "answer", "call", "label",
)  # fmt: skip
PLACES = {
    "home": ("lead", *BODY),
    "landing": ("lead", *BODY),
    "article": ("summary", "author", *BODY),
    "standard": BODY,
    "course": ("summary", "lesson", *BODY, "asked", "choice"),
    "service": ("summary", "included", "tool", "option", "tag", "legend", *BODY),
    "package": ("summary", *BODY),
    "promotion": ("summary", *BODY),
}
# Told to whoever takes the course alone.
OF_EXAMS = ("asked", "choice")


def draw(say: Say) -> Picture:
    data = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "PNG")
    words = {"description": say("alt"), "description_zh_hans": say("alt")}
    file = ContentFile(data.getvalue(), "bird.png")
    return Picture.objects.create(title=say("picture"), file=file, **words)


def body_of(say: Say, picture: Picture) -> list[tuple[str, Any]]:
    described = Picture.objects.get(pk=picture.pk)
    described.contextual_alt_text, described.decorative = say("contextualt"), False
    button = {"text": say("call"), "label": say("label"), "page": None, "url": "https://e.org/"}
    return [
        ("heading", {"text": say("heading"), "level": "2"}),
        ("text", f"<p>{say('text')}</p>"),
        ("picture", {"picture": described, "caption": say("caption")}),
        ("gallery", [Picture.objects.get(pk=picture.pk)]),
        ("quote", {"text": say("quote"), "attribution": say("attribution")}),
        ("list", {"style": "bullets", "entries": [say("entry")]}),
        ("faq", [{"question": say("question"), "answer": f"<p>{say('answer')}</p>"}]),
        ("call_to_action", button),
    ]


def fill(page: BasePage, say: Say, picture: Picture) -> None:
    """Say something everywhere in ``page``; its facts stay."""
    page.title, page.seo_title, page.search_description = (say(place) for place in EVERYWHERE)
    body = body_of(say, picture)
    for name in ("lead", "summary"):
        if hasattr(page, name):
            setattr(page, name, say(name))
    if hasattr(page, "picture"):
        page.picture = picture
    if isinstance(page, ArticlePage):
        page.author_name = say("author")
    if isinstance(page, CoursePage):
        _fill_course(page, say, body)
    else:
        page.body = body
    if isinstance(page, ServicePage):
        _fill_service(page, say, picture)


def _fill_course(page: CoursePage, say: Say, body: list[tuple[str, Any]]) -> None:
    page.lessons = [("lesson", {"title": say("lesson"), "minutes": 5, "body": body})]
    choices = [{"text": say("choice"), "correct": True}, {"text": "Wrong", "correct": False}]
    question = {"text": say("asked"), "multiple": False, "choices": choices}
    page.exam = [("question", question)]


def _fill_service(page: ServicePage, say: Say, picture: Picture) -> None:
    page.included, page.tools = [("item", say("included"))], [("item", say("tool"))]
    page.tags.set([say("tag")])
    options = list(page.options.all()) or [ServiceOption(key="more", kind="extra")]
    gallery = list(page.gallery.all()) or [ServiceImage(image=picture)]
    for option, shown in zip(options, gallery, strict=True):
        option.label, shown.caption = say("option"), say("legend")
    page.options, page.gallery = options, gallery


def new(kind: str, say: Say, *, slug: str, service: ServicePage | None) -> BasePage:
    """A page that is not in the tree yet; a package and a promotion name ``service``."""
    page = MODELS[kind](slug=slug, show_in_menus=kind == "landing")
    if isinstance(page, StandardsPage):
        page.kind = StandardsPage.Kind.CONDUCT
    if isinstance(page, ServicePage):
        page.category = Category.objects.get(key="cleaning")
        page.price, page.duration = 10000, 60
    if isinstance(page, PackagePage):
        page.price, page.items = 15000, [PackageItem(service=service)]
    if isinstance(page, PromotionPage):
        page.services = [PromotedService(service=service)]
    fill(page, say, draw(say))
    return page


def places_of(kind: str) -> tuple[str, ...]:
    return (*EVERYWHERE, *PLACES[kind])
