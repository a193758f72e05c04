"""What articles are found by."""

from cms.pages.models import ArticlePage
from cms.search.lexemes import Findable
from cms.search.registry import find_by
from cms.search.texts import other_titles, text_of


def describe_article(page: ArticlePage, locale: str) -> Findable:
    return Findable(
        title=page.title,
        keywords=(*other_titles(page), page.author_name),
        summary=page.summary,
        body=text_of(page.body),
    )


def register_findable() -> None:
    find_by("articles", describe_article)
