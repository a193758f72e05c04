"""Binding texts: every published wording is kept, numbered and never changed."""

import pytest

from cms.pages.actions import publish_page
from cms.pages.models import StandardsPage, StandardVersion
from cms.pages.queries import standard_in_force
from tests.content.conftest import edit


@pytest.fixture
def agreement(section):
    page = StandardsPage(
        title="Agreement",
        slug="provider-agreement",
        kind="agreement",
        body=[("text", "<p>One.</p>")],
    )
    return publish_page(page, parent=section)


def test_a_publication_is_a_version_and_the_document_names_it(agreement, api):
    version = StandardVersion.objects.get()
    assert (version.number, version.slug, version.kind) == (1, "provider-agreement", "agreement")
    assert version.texts["en"]["title"] == "Agreement"
    assert len(version.content_hash) == 64
    document = api(None).get(f"/api/v1/pages/{agreement.pk}/").json()
    assert document["version"] == {"number": 1, "hash": version.content_hash}
    assert document["kind"] == "agreement"


def test_only_other_words_make_another_version(agreement):
    edit(agreement)
    edit(agreement, search_description="For engines")
    assert StandardVersion.objects.count() == 1

    edit(agreement, body=[("text", "<p>Two.</p>")])
    first, second = StandardVersion.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert first.texts["en"]["body"][0]["value"] == "<p>One.</p>"
    assert second.texts["en"]["body"][0]["value"] == "<p>Two.</p>"
    assert standard_in_force("provider-agreement") == second


def test_a_translation_is_a_version_too(agreement, chinese, api):
    edit(agreement.copy_for_translation(chinese, copy_parents=True), title="协议")
    assert standard_in_force("provider-agreement").number == 2
    assert sorted(standard_in_force("provider-agreement").texts) == ["en", "zh-hans"]
    english = api(None).get(f"/api/v1/pages/{agreement.pk}/?locale=en").json()
    assert english["version"]["number"] == 2


def test_a_draft_is_no_version(agreement):
    agreement.title = "Other"
    agreement.save_revision()
    assert StandardVersion.objects.count() == 1


def test_versions_outlive_their_page(agreement):
    agreement.delete()
    assert standard_in_force("provider-agreement").number == 1
