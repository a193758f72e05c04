"""The site around the catalogue: home, landing page, articles, standards, the course."""

import json
import uuid
from typing import Any

from wagtail.models import Site

from cms.pages.actions import ensure_site
from cms.pages.models import ArticlePage, HomePage, LandingPage, SiteSettings, StandardsPage
from cms.training.models import CoursePage
from config.demo.pages import is_there, published
from config.demo.pictures import picture
from config.demo.texts import LANGUAGES, body, data, words

# The tops of the sections: title and lead, each in English and Chinese.
SECTIONS = {
    "services": (
        ["Services", "服务"],
        [
            "Everything a home needs, at a price you know before.",
            "家中所需，价格透明，预订前一目了然。",
        ],
    ),
    "packages": (
        ["Packages", "套餐"],
        [
            "Services that belong together, for less than one by one.",
            "把常用服务组合在一起，比单买更划算。",
        ],
    ),
    "promotions": (
        ["Promotions", "优惠活动"],
        ["What costs less just now.", "当下正在进行的优惠。"],
    ),
    "articles": (
        ["Advice", "家政百科"],
        ["Written by people who do the work.", "由一线服务者为您撰写。"],
    ),
    "standards": (
        ["Standards", "服务规范"],
        [
            "What you may expect of us, and we of each other.",
            "您可以期待的服务，以及我们彼此的约定。",
        ],
    ),
    "training": (
        ["Training", "培训"],
        ["What every provider learns before the first visit.", "每位服务者首次上门前的必修课。"],
    ),
}
# Stable ids for the questions of the exam: a translation finds its words by them.
EXAM = uuid.UUID("5b0f6d6e-0a53-4c1e-8f8c-6d1a2f8d7c11")


def load_site(port: int) -> HomePage:
    """The pages of the demonstration, those missing added; answers the home page."""
    texts = data("pages")
    home = ensure_site(titles=words(texts["home"]["title"]), port=port)
    _settings(home, texts["home"])
    for landing in texts["landing"]:
        _landing(home, landing)
    # In the order in which the site's navigation shows them.
    sections = {slug: section(home, slug) for slug in SECTIONS}
    for article in texts["article"]:
        _article(sections["articles"], article)
    for standard in texts["standard"]:
        _standard(sections["standards"], standard)
    _course(sections["training"], texts["course"])
    _word_home(home, texts["home"], leads_to=sections["services"])
    return home


def section(home: HomePage, slug: str) -> LandingPage:
    """The page at the top of a section, made where it is missing."""
    title, intro = SECTIONS[slug]
    _landing(home, {"slug": slug, "title": title, "intro": intro, "body": []}, in_menus=True)
    # Editors may have moved it, or made others of its name elsewhere.
    named = LandingPage.objects.filter(slug=slug, locale=home.locale).order_by("depth", "path")
    page: LandingPage = named[0]
    return page


def _word_home(home: HomePage, texts: dict[str, Any], *, leads_to: LandingPage) -> None:
    for page in HomePage.objects.filter(translation_key=home.translation_key, lead=""):
        at = LANGUAGES.index(page.locale.language_code)
        button = {"text": "", "label": texts["button"][at], "page": leads_to, "url": ""}
        page.lead = texts["intro"][at]
        page.picture = picture(*texts["picture"])
        page.body = [*body(texts["body"], at), ("call_to_action", button)]
        page.save_revision().publish()


def _settings(home: HomePage, texts: dict[str, Any]) -> None:
    site = Site.objects.get(root_page=home)
    SiteSettings.objects.get_or_create(
        site=site, defaults={"phone": texts["phone"], "email": texts["email"]}
    )


def _landing(home: HomePage, texts: dict[str, Any], *, in_menus: bool = False) -> None:
    if is_there(LandingPage, texts["slug"]):
        return
    english, chinese = (
        LandingPage(
            title=texts["title"][at],
            slug=texts["slug"],
            lead=texts["intro"][at],
            body=body(texts["body"], at),
            show_in_menus=in_menus,
        )
        for at in range(2)
    )
    published(english, chinese, parent=home)


def _article(parent: LandingPage, texts: dict[str, Any]) -> None:
    if is_there(ArticlePage, texts["slug"]):
        return
    english, chinese = (article_page(texts, at) for at in range(2))
    published(english, chinese, parent=parent)


def article_page(texts: dict[str, Any], at: int) -> ArticlePage:
    """The article in English or, ``at`` 1, in Chinese; not in the tree yet."""
    return ArticlePage(
        title=texts["title"][at],
        slug=texts["slug"],
        summary=texts["intro"][at],
        search_description=texts["intro"][at],
        author_name=texts["author"][at],
        picture=picture(*texts["picture"]),
        body=body(texts["body"], at),
    )


def _standard(parent: LandingPage, texts: dict[str, Any]) -> None:
    if is_there(StandardsPage, texts["slug"]):
        return
    english, chinese = (
        StandardsPage(
            title=texts["title"][at],
            slug=texts["slug"],
            kind=texts["kind"],
            body=body(texts["body"], at),
        )
        for at in range(2)
    )
    published(english, chinese, parent=parent)


def _course(parent: LandingPage, texts: dict[str, Any]) -> None:
    if is_there(CoursePage, texts["slug"]):
        return
    english, chinese = (
        CoursePage(
            title=texts["title"][at],
            slug=texts["slug"],
            summary=texts["intro"][at],
            picture=picture(*texts["picture"]),
            lessons=_lessons(texts["lesson"], at),
            exam=_exam(texts["question"], at),
            pass_mark=texts["pass_mark"],
            attempts_per_day=texts["attempts_per_day"],
        )
        for at in range(2)
    )
    published(english, chinese, parent=parent)


def _lessons(lessons: list[dict[str, Any]], at: int) -> list[tuple[str, Any]]:
    return [
        (
            "lesson",
            {
                "title": lesson["title"][at],
                "minutes": lesson["minutes"],
                "body": [("text", f"<p>{text[at]}</p>") for text in lesson["text"]],
            },
        )
        for lesson in lessons
    ]


def _exam(questions: list[dict[str, Any]], at: int) -> str:
    """The exam in the stored form of its field, as JSON."""
    return json.dumps(
        [
            {
                "type": "question",
                "id": _exam_id(number),
                "value": {
                    "text": question["text"][at],
                    "multiple": question["kind"] == "multiple",
                    "choices": [
                        {
                            "type": "item",
                            "id": _exam_id(number, place),
                            "value": {"text": choice[at], "correct": choice[2]},
                        }
                        for place, choice in enumerate(question["choices"])
                    ],
                },
            }
            for number, question in enumerate(questions)
        ]
    )


def _exam_id(*place: int) -> str:
    return str(uuid.uuid5(EXAM, ".".join(map(str, place))))
