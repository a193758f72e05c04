"""A small catalogue and its neighbours, in both languages, and ways to look for them."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from wagtail.models import Locale

from catalog.services.models import PackageItem, PackagePage, ServicePage
from cms.pages.actions import publish_page
from cms.pages.models import ArticlePage, HomePage
from cms.search.models import SynonymGroup
from cms.training.models import CoursePage
from community.posts.actions import write_post
from community.posts.moderation import publish
from tests.catalog.conftest import categories, chinese, home, service  # noqa: F401

# Key: English title, summary and body; Chinese title, summary and body.
SERVICES = {
    "window-clean": [
        "Window cleaning", "Glass, frames and tracks.", "Both sides, with a harness.",
        "擦玻璃", "内外玻璃与窗框。", "双面擦洗，高层配安全绳。",
    ],
    "deep-clean": [
        "Deep clean", "The whole home.", "Also the windows and the oven.",
        "全屋深度保洁", "处理油垢与水垢。", "也包括玻璃和烤箱。",
    ],
    "maternity-nanny": [
        "Maternity nurse", "Care for mother and newborn.", "Day and night.",
        "月嫂", "照护产妇与新生儿。", "二十四小时。",
    ],
    "piano": [
        "Piano practice", "A companion at the piano.", "Each month a small concert.",
        "钢琴陪练", "陪孩子练琴。", "每月一次小音乐会。",
    ],
    "washer": [
        "Washing machine cleaning", "The drum taken apart.", "With a rinse.",
        "洗衣机清洗", "拆筒清洁。", "最后漂洗。",
    ],
}  # fmt: skip


def text(words: str) -> list[tuple[str, str]]:
    return [("text", f"<p>{words}</p>")]


def translate(page: ServicePage, locale: Locale, **words: object) -> ServicePage:
    translation = page.copy_for_translation(locale)
    for name, value in words.items():
        setattr(translation, name, value)
    translation.save_revision().publish()
    return translation


@pytest.fixture
def corpus(service, chinese) -> dict[str, ServicePage]:  # noqa: F811
    """The services above, published in both languages; the first one is tagged ``seasonal``."""
    made = {}
    for key, (title, summary, body, *others) in SERVICES.items():
        tags = ["seasonal"] if key == "window-clean" else []
        kind = "care" if key in ("maternity-nanny", "piano") else "cleaning"
        page = service(key, category=kind, title=title, summary=summary, body=text(body), tags=tags)
        theirs = {"title": others[0], "summary": others[1], "body": text(others[2])}
        translate(page, chinese, **theirs)
        made[key] = page
    return made


@pytest.fixture
def neighbours(corpus, home: HomePage, cast) -> None:  # noqa: F811
    """A package, an article, a course and a post that speak of glass."""
    package = PackagePage(title="Glass house", slug="glass-house", price=90000)
    package.items = [PackageItem(service=corpus["window-clean"], quantity=2)]
    publish_page(package, parent=home)
    article = ArticlePage(title="Glass without streaks", slug="streaks", body=text("Use vinegar."))
    publish_page(article, parent=home)
    lesson = {"title": "Ladders", "minutes": 5, "body": text("Never lean on glass.")}
    course = CoursePage(title="Safe heights", slug="heights", lessons=[("lesson", lesson)])
    publish_page(course, parent=home)
    now = timezone.now()
    post = write_post(text="My glass table", topic="tips", images=[], by=cast["customer"], now=now)
    publish(post, edition=1, by=cast["moderator"], now=now)


@pytest.fixture
def found(api) -> Callable[..., list[str]]:
    """``found("glass", locale="en")``: the keys of the services, in order."""

    def search(q: str, **parameters: object) -> list[str]:
        answer = api(None).get("/api/v1/services/", {"q": q, **parameters})
        assert answer.status_code == 200, answer.content
        return [item["key"] for item in answer.json()["items"]]

    return search


@pytest.fixture
def search(api) -> Callable[..., dict]:
    """``search("glass")``: the whole answer of ``search/``."""

    def ask(q: str, **parameters: object) -> dict:
        answer = api(None).get("/api/v1/search/", {"q": q, **parameters})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return ask


def names(answer: dict) -> list[str]:
    """The items of an answer as ``services/window-clean``; posts by their first words."""
    return [
        f"{hit['type']}/{hit['item'].get('key') or hit['item'].get('opening') or hit['item']['id']}"
        for hit in answer["items"]
    ]


@pytest.fixture
def synonyms(db) -> Callable[..., SynonymGroup]:
    def keep(*words: str, language: str = "en") -> SynonymGroup:
        return SynonymGroup.objects.create(language=language, words="\n".join(words))

    return keep
