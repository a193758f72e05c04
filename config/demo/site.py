"""The site around the catalogue: home, landing page, articles, standards, the course."""

from typing import Any

from cms.pages.actions import ensure_site
from cms.pages.models import ArticlePage, HomePage, LandingPage, StandardsPage
from cms.training.models import CoursePage
from config.demo.pages import published
from config.demo.pictures import picture
from config.demo.texts import body, data, in_language, words

SECTIONS = {
    "articles": ["Advice", "家政百科"],
    "standards": ["Standards", "服务规范"],
    "training": ["Training", "培训"],
    "services": ["Services", "服务"],
    "packages": ["Packages", "套餐"],
    "promotions": ["Promotions", "优惠活动"],
}


def load_site(port: int) -> HomePage:
    """The pages of the demonstration, those missing added; answers the home page."""
    texts = data("pages")
    home = ensure_site(titles=words(texts["home"]["title"]), port=port)
    _word_home(home, texts["home"])
    for landing in texts["landing"]:
        _landing(home, landing["slug"], landing["title"], landing["intro"], landing["body"])
    articles, standards = section(home, "articles"), section(home, "standards")
    for article in texts["article"]:
        _article(articles, article)
    for standard in texts["standard"]:
        _standard(standards, standard)
    _course(section(home, "training"), texts["course"])
    return home


def section(home: HomePage, slug: str) -> LandingPage:
    return _landing(home, slug, SECTIONS[slug], ["", ""], [], in_menus=True)


def _word_home(home: HomePage, texts: dict[str, Any]) -> None:
    for page in HomePage.objects.filter(translation_key=home.translation_key, lead=""):
        page.lead = in_language(texts["intro"], page.locale.language_code)
        page.save_revision().publish()


def _landing(
    home: HomePage,
    slug: str,
    title: list[str],
    lead: list[str],
    sections: list[list[str]],
    *,
    in_menus: bool = False,
) -> LandingPage:
    page = LandingPage(
        title=title[0],
        slug=slug,
        lead=lead[0],
        body=body(sections, "en"),
        show_in_menus=in_menus,
    )
    chinese = {"title": title[1], "lead": lead[1], "body": body(sections, "zh-hans")}
    return published(page, parent=home, chinese=chinese)


def _article(parent: LandingPage, texts: dict[str, Any]) -> None:
    page = ArticlePage(
        title=texts["title"][0],
        slug=texts["slug"],
        summary=texts["intro"][0],
        picture=picture(texts["slug"], description=words(texts["title"])),
        body=body(texts["body"], "en"),
    )
    chinese = {
        "title": texts["title"][1],
        "summary": texts["intro"][1],
        "body": body(texts["body"], "zh-hans"),
    }
    published(page, parent=parent, chinese=chinese)


def _standard(parent: LandingPage, texts: dict[str, Any]) -> None:
    page = StandardsPage(
        title=texts["title"][0],
        slug=texts["slug"],
        kind=texts["kind"],
        body=body(texts["body"], "en"),
    )
    chinese = {"title": texts["title"][1], "body": body(texts["body"], "zh-hans")}
    published(page, parent=parent, chinese=chinese)


def _course(parent: LandingPage, texts: dict[str, Any]) -> None:
    page = CoursePage(
        title=texts["title"][0],
        slug=texts["slug"],
        summary=texts["intro"][0],
        picture=picture(texts["slug"], description=words(texts["title"])),
        lessons=_lessons(texts["lesson"], 0),
        exam=_exam(texts["question"], 0),
        pass_mark=texts["pass_mark"],
        attempts_per_day=texts["attempts_per_day"],
    )
    chinese = {
        "title": texts["title"][1],
        "summary": texts["intro"][1],
        "lessons": _lessons(texts["lesson"], 1),
    }
    course = published(page, parent=parent, chinese=chinese)
    _word_exam(course, texts["question"])


def _lessons(lessons: list[dict[str, Any]], at: int) -> list[tuple[str, Any]]:
    return [
        (
            "lesson",
            {
                "title": lesson["title"][at],
                "minutes": 5,
                "body": [("text", f"<p>{lesson['text'][at]}</p>")],
            },
        )
        for lesson in lessons
    ]


def _exam(questions: list[dict[str, Any]], at: int) -> list[tuple[str, Any]]:
    return [
        (
            "question",
            {
                "text": question["text"][at],
                "multiple": question["kind"] == "multiple",
                "choices": [
                    {"text": choice[at], "correct": choice[2]} for choice in question["choices"]
                ],
            },
        )
        for question in questions
    ]


def _word_exam(course: CoursePage, questions: list[dict[str, Any]]) -> None:
    """Put the Chinese words into the questions that the translation took from its source."""
    chinese = course.get_translations().first()
    if chinese is None or chinese.exam[0].value["text"] == questions[0]["text"][1]:
        return
    for block, question in zip(chinese.exam, questions, strict=True):
        block.value["text"] = question["text"][1]
        for choice, worded in zip(block.value["choices"], question["choices"], strict=True):
            choice["text"] = worded[1]
    chinese.save_revision().publish()
