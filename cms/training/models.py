"""Courses that people take, and their attempts at the exam."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from accounts.users.models import User
from cms.pages.facts import FactPanel
from cms.pages.machines import written
from cms.pages.models import BasePage
from cms.training.blocks import ExamBlock, LessonBlock
from cms.training.exams import exam_of, worded


class CoursePage(BasePage):
    """A training course: lessons that anyone may read, and an exam for whom it concerns.

    The exam's questions, their order and which answers are correct are facts; a translation
    words them.
    """

    page_description = _("Lessons that anyone may read, and an exam that providers pass.")

    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("Shown in lists of courses.")
    )
    picture = models.ForeignKey(
        "media.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lessons = StreamField([("lesson", LessonBlock())], verbose_name=_("lessons"))
    exam = StreamField(
        ExamBlock(), blank=True, verbose_name=_("exam"), help_text=_("Never shown to the public.")
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("How many per cent of the questions must be answered right."),
    )
    attempts_per_day = models.PositiveSmallIntegerField(
        _("attempts a day"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )

    keyed_by_slug = True
    born_in_default_locale = True
    fact_fields = ("slug", "picture", "pass_mark", "attempts_per_day")
    parent_page_types = ["pages.LandingPage", "pages.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    api_fields = written("summary", "picture", "lessons", "exam", "pass_mark", "attempts_per_day")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FactPanel("picture", heading=_("Picture")),
        FieldPanel("lessons"),
        MultiFieldPanel(
            [FieldPanel("exam"), FactPanel("pass_mark"), FactPanel("attempts_per_day")],
            heading=_("Exam"),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("lessons"),
    ]

    class Meta:
        verbose_name = _("training course")
        verbose_name_plural = _("training courses")

    @property
    def facts(self) -> tuple[object, ...]:
        return (*super().facts, exam_of(self.exam.get_prep_value(), self.pass_mark).key)

    def take_facts(self, source: "CoursePage") -> None:
        super().take_facts(source)
        if source is not self:
            field = CoursePage._meta.get_field("exam")
            questions: list[dict[str, Any]] = worded(
                source.exam.get_prep_value(), self.exam.get_prep_value()
            )
            self.exam = field.to_python(questions)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def visible_to(self, user: User) -> "AttemptQuerySet":
        """One's own."""
        return self.filter(user_id=user.pk)


class Attempt(models.Model):
    """One hand-in of an exam. It never changes.

    ``course`` is the translation key, and ``slug`` the course's key at that time: an attempt
    stays evidence when the page is gone. ``day`` is the day in the platform's time zone and
    ``ordinal`` counts the attempts of that day: together they hold the daily limit.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts", verbose_name=_("person")
    )
    course = models.UUIDField(_("course"))
    slug = models.SlugField(_("slug"), max_length=255, allow_unicode=True)
    day = models.DateField(_("day"))
    ordinal = models.PositiveSmallIntegerField(_("number on that day"))
    answers = models.JSONField(_("answers"))
    right = models.PositiveSmallIntegerField(_("answered right"))
    questions = models.PositiveSmallIntegerField(_("questions"))
    passed = models.BooleanField(_("passed"))
    submitted_at = models.DateTimeField(_("submitted at"))

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course", "day", "ordinal"],
                name="one_attempt_per_person_course_and_place_of_the_day",
            ),
            models.UniqueConstraint(
                fields=["user", "course"],
                condition=models.Q(passed=True),
                name="a_person_passes_a_course_once",
            ),
            models.CheckConstraint(
                condition=models.Q(right__lte=models.F("questions")),
                name="no_more_right_answers_than_questions",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.day} {self.ordinal}"
