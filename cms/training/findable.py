"""What courses are found by: never by their exam."""

from cms.search.lexemes import Findable
from cms.search.registry import find_by
from cms.search.texts import other_titles, text_of
from cms.training.models import CoursePage


def describe_course(page: CoursePage, locale: str) -> Findable:
    return Findable(
        title=page.title,
        keywords=other_titles(page),
        summary=page.summary,
        body=text_of(page.lessons),
    )


def register_findable() -> None:
    find_by("training", describe_course)
