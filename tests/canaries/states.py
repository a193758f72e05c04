"""The ways in which a page is not public, each brought about as editors do it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from wagtail.models import Locale, Page, PageViewRestriction

from accounts.users.models import User
from cms.pages.models import BasePage
from cms.pages.scheduling import publish_due
from tests.canaries.pages import draw, fill
from tests.canaries.words import Say, plain

# New pages that nobody has seen, pages that were public, live ones with something else to come.
NEVER = ("draft", "submitted", "scheduled", "below")
ONCE = ("expired", "unpublished", "deleted", "login", "password", "groups", "moved")
OVER = ("changed", "oversubmitted", "timed")
BEFORE = ("replaced",)
STATES = (*NEVER, *ONCE, *OVER, *BEFORE)
# Of the translation of a page that stays public.
TRANSLATIONS = (
    "tdraft", "tscheduled", "tchanged", "texpired", "tunpublished", "tdeleted", "tlogin",
    "treplaced",
)  # fmt: skip
T_ONCE = ("texpired", "tunpublished", "tdeleted", "tlogin", "treplaced")

DAY = timedelta(days=1)


@dataclass
class Ground:
    """Where pages stand, who hands them in, and when all of this happens."""

    home: Page
    private: Page
    chinese: Locale
    editor: User
    now: datetime


def publish(page: BasePage) -> None:
    page.save_revision().publish()


def appear(page: BasePage, state: str, say: Say, ground: Ground) -> None:
    """The first half, which public neighbours see: a page that was public is so at its end."""
    if state in (*OVER, *BEFORE, *TRANSLATIONS):
        ground.home.add_child(instance=page)
        publish(page)
        if state == "replaced":
            say_anew(page, say)
        if state in TRANSLATIONS:
            _translate(page, state, say, ground)
        return
    page.live = state in ONCE
    parent = ground.private if state == "below" else ground.home
    parent.add_child(instance=page)
    if state == "scheduled":
        page.go_live_at = ground.now + DAY
    revision = page.save_revision()
    if state in ("scheduled", "below", *ONCE):
        revision.publish()
    if state == "submitted":
        page.get_workflow().start(page, ground.editor)


def say_anew(page: BasePage, say: Say, *, go_live_at: datetime | None = None) -> None:
    """Publish other words, or have them published when it is time."""
    draft = fresh(page).get_latest_revision_as_object()
    fill(draft, say, draw(say))
    draft.go_live_at = go_live_at
    publish(draft)


def _translate(page: BasePage, state: str, say: Say, ground: Ground) -> None:
    translation = fresh(page).copy_for_translation(ground.chinese)
    if state in ("tdraft", "tscheduled"):
        fill(translation, say, draw(say))
        translation.go_live_at = ground.now + DAY if state == "tscheduled" else None
        revision = translation.save_revision()
        if state == "tscheduled":
            revision.publish()
    else:
        first = say if state in T_ONCE else plain
        fill(translation, first, draw(first))
        publish(translation)


def vanish(page: BasePage, state: str, say: Say, ground: Ground) -> None:
    """The second half: from here on nobody is told."""
    target = fresh(page)
    if state in TRANSLATIONS:
        target, state = target.get_translation(ground.chinese), state[1:]
    if step := STEPS.get(state):
        step(target, say, ground)


def _expire(page: BasePage, say: Say, ground: Ground) -> None:
    draft = page.get_latest_revision_as_object()
    draft.expire_at = ground.now + timedelta(hours=1)
    publish(draft)
    publish_due(ground.now + timedelta(hours=2))


def _restrict(kind: str) -> Callable[[BasePage, Say, Ground], None]:
    def restrict(page: BasePage, say: Say, ground: Ground) -> None:
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=kind, password="wren"
        )
        if kind == "groups":
            restriction.groups.set(Group.objects.filter(name="customer"))

    return restrict


def _change(page: BasePage, say: Say, ground: Ground) -> None:
    fill(page, say, draw(say))
    page.save_revision()


def _submit(page: BasePage, say: Say, ground: Ground) -> None:
    _change(page, say, ground)
    page.get_workflow().start(page, ground.editor)


STEPS: dict[str, Callable[[BasePage, Say, Ground], object]] = {
    "expired": _expire,
    "unpublished": lambda page, say, ground: page.unpublish(),
    "deleted": lambda page, say, ground: page.delete(),
    "login": _restrict("login"),
    "password": _restrict("password"),
    "groups": _restrict("groups"),
    "moved": lambda page, say, ground: page.move(ground.private, pos="last-child"),
    "changed": _change,
    "oversubmitted": _submit,
    "timed": lambda page, say, ground: say_anew(page, say, go_live_at=ground.now + DAY),
    "replaced": lambda page, say, ground: say_anew(page, plain),
}


def reveal(page: BasePage, state: str, ground: Ground) -> None:
    """Show it to everybody after all, with the words that nobody was told."""
    target = fresh(page)
    if state in TRANSLATIONS:
        target, state = target.get_translation(ground.chinese), state[1:]
    revisions = target.revisions.order_by("-pk")
    # Of what was replaced, the words before.
    revision = revisions[1] if state == "replaced" else revisions[0]
    draft = revision.as_object()
    draft.go_live_at = draft.expire_at = None
    publish(draft)
    PageViewRestriction.objects.filter(page=target).delete()


def fresh(page: BasePage) -> BasePage:
    return type(page).objects.get(pk=page.pk)
