"""Facts live once: a translation follows its source, whatever is done to it."""

import pytest

from cms.pages.actions import publish_page
from cms.pages.facts import FactPanel
from cms.pages.models import StandardsPage
from cms.training.models import CoursePage
from tests.content.conftest import edit
from tests.content.courses import new_course


@pytest.fixture
def standards(section):
    page = StandardsPage(
        title="Conduct", slug="conduct", kind="conduct", body=[("text", "<p>Be kind.</p>")]
    )
    return publish_page(page, parent=section)


@pytest.fixture
def translated(standards, chinese):
    return standards.copy_for_translation(chinese, copy_parents=True)


def test_the_source_is_the_page_in_the_default_locale(standards, translated):
    assert translated.source.pk == standards.pk
    assert translated.is_translation
    assert not standards.is_translation


def test_a_translation_keeps_only_its_words(standards, translated):
    page = edit(translated, title="行为准则", kind="agreement", slug="other")
    assert (page.title, page.kind, page.slug) == ("行为准则", "conduct", "conduct")


def test_an_old_revision_takes_the_facts_of_today(standards, translated):
    translated.title = "行为准则"
    revision = translated.save_revision()
    edit(standards, kind="service", slug="manners")
    revision.publish()
    translated.refresh_from_db()
    assert (translated.title, translated.kind, translated.slug) == (
        "行为准则",
        "service",
        "manners",
    )


def test_publishing_the_source_carries_its_facts_over(standards, translated):
    page = edit(translated, title="行为准则")
    edit(standards, kind="service")
    page.refresh_from_db()
    assert (page.title, page.kind, page.live) == ("行为准则", "service", True)


def test_a_draft_of_the_source_carries_nothing(standards, translated):
    edit(translated, title="行为准则")
    standards.kind = "service"
    standards.save_revision()
    translated.refresh_from_db()
    assert translated.kind == "conduct"


def editor_page(browser, page) -> str:
    return browser.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_the_editor_shows_facts_on_a_translation_and_takes_none(standards, translated, browser_for):
    browser = browser_for("editor")
    assert 'name="kind"' in editor_page(browser, standards)
    assert 'name="slug"' in editor_page(browser, standards)

    html = editor_page(browser, translated)
    assert 'name="kind"' not in html
    assert 'name="slug"' not in html
    assert 'name="title"' in html
    assert "Code of conduct" in html


def test_a_page_born_of_facts_is_made_in_the_source_tree_only(home, chinese):
    assert CoursePage.can_create_at(home)
    assert not CoursePage.can_create_at(home.get_translation(chinese))
    assert StandardsPage.can_create_at(home.get_translation(chinese))


def test_which_answers_are_right_follows_the_source(home, chinese):
    course = publish_page(new_course(), parent=home)
    translated = course.copy_for_translation(chinese)
    raw = translated.exam.get_prep_value()
    raw[0]["value"]["text"] = "先做什么?"
    for choice in raw[0]["value"]["choices"]:
        choice["value"]["correct"] = not choice["value"]["correct"]
    page = edit(translated, exam=raw[:1])

    source = course.exam.get_prep_value()
    kept = page.exam.get_prep_value()
    assert [question["id"] for question in kept] == [question["id"] for question in source]
    assert kept[0]["value"]["text"] == "先做什么?"
    assert kept[1]["value"]["text"] == source[1]["value"]["text"]
    assert [choice["value"]["correct"] for choice in kept[0]["value"]["choices"]] == [True, False]


def test_every_fact_of_a_page_has_a_fact_panel():
    def fields(panels) -> set[str]:
        return {
            name
            for panel in panels
            for name in (
                fields(panel.children)
                if hasattr(panel, "children")
                else {panel.field_name}
                if isinstance(panel, FactPanel)
                else set()
            )
        }

    for model in (StandardsPage, CoursePage):
        shown = fields([*model.content_panels, *model.promote_panels])
        assert shown == set(model.fact_fields)
