"""What is published of courses: never the exam."""

from pydantic import BaseModel

from cms.delivery.registry import Content, DocumentType, register
from cms.media.documents import ImageBody
from cms.pages.bodies import (
    BlockBody,
    PageSummary,
    SearchEngineBody,
    blocks_body,
    content_of,
    picture_body,
    summary_fields,
)
from cms.pages.documents import slug_of
from cms.pages.facts import live_with_facts
from cms.pages.preparing import prepare
from cms.training.models import CoursePage


class LessonBody(BaseModel):
    """One lesson; ``minutes`` to read it."""

    id: str
    title: str
    minutes: int
    body: list[BlockBody]


class CourseSummary(PageSummary):
    """A course in the list; ``minutes`` for all its lessons."""

    summary: str
    picture: ImageBody | None
    lesson_count: int
    minutes: int
    has_exam: bool


class CourseBody(CourseSummary):
    """A course in full."""

    seo: SearchEngineBody
    lessons: list[LessonBody]
    pass_mark: int
    attempts_per_day: int


def build_course(page: CoursePage, locale: str) -> Content | None:
    lessons = [
        LessonBody(
            id=lesson.id,
            title=lesson.value["title"],
            minutes=lesson.value["minutes"],
            body=blocks_body(lesson.value["body"], locale),
        )
        for lesson in page.lessons
    ]
    summary = CourseSummary(
        **summary_fields(page, locale),
        summary=page.summary,
        picture=picture_body(page.picture, locale),
        lesson_count=len(lessons),
        minutes=sum(lesson.minutes for lesson in lessons),
        has_exam=bool(page.exam),
    )
    body = CourseBody(
        **dict(summary),
        seo=SearchEngineBody(
            title=page.seo_title or page.title, description=page.search_description
        ),
        lessons=lessons,
        pass_mark=page.pass_mark,
        attempts_per_day=page.attempts_per_day,
    )
    return content_of(page, body, summary)


def register_courses() -> None:
    register(
        DocumentType(
            collection="training",
            model=CoursePage,
            build=build_course,
            key_of=slug_of,
            versions=live_with_facts,
            prepare=prepare,
        )
    )
