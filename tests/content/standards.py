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


def test_what_was_accepted_is_read_by_its_number(
    agreement, chinese, api, django_assert_num_queries
):
    edit(agreement, body=[("text", "<p>Two.</p>")])
    client, path = api(None), "/api/v1/standards/provider-agreement/"
    listed = client.get("/api/v1/standards/").json()["items"]
    assert [(item["key"], item["kind"], item["version"]["number"]) for item in listed] == [
        ("provider-agreement", "agreement", 2)
    ]
    assert client.get(path).json()["body"][0]["value"] == "<p>Two.</p>"
    with django_assert_num_queries(2):
        versions = client.get(f"{path}versions/").json()["items"]
    assert [(each["number"], each["kind"]) for each in versions] == [
        (2, "agreement"),
        (1, "agreement"),
    ]
    with django_assert_num_queries(2):
        answer = client.get(f"{path}versions/1/?locale=zh-hans")
    first = answer.json()
    assert (first["title"], first["locale"], first["language"]) == ("Agreement", "zh-hans", "en")
    assert first["body"][0]["value"] == "<p>One.</p>"
    assert first["hash"] == versions[1]["hash"]
    again = client.get(f"{path}versions/1/?locale=zh-hans", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{path}versions/3/").status_code == 404


def test_a_standard_that_was_taken_back_is_read_by_the_house_alone(agreement, api, browser_for):
    agreement.unpublish()
    path = "/api/v1/standards/provider-agreement/"
    for gone in (path, f"{path}versions/", f"{path}versions/1/"):
        assert api(None).get(gone).status_code == 404
    reviewer = browser_for("reviewer")
    assert "provider-agreement" in reviewer.get("/admin/standard-versions/").content.decode()
    version = StandardVersion.objects.get()
    shown = reviewer.get(f"/admin/standard-versions/inspect/{version.pk}/").content.decode()
    assert "&lt;p&gt;One.&lt;/p&gt;" in shown


@pytest.mark.parametrize("username", ["editor", "admin"])
def test_nobody_changes_a_version(agreement, browser_for, username):
    version = StandardVersion.objects.get()
    browser = browser_for(username)
    for address in ("new/", f"edit/{version.pk}/", f"delete/{version.pk}/"):
        answer = browser.post(f"/admin/standard-versions/{address}", {"slug": "other"})
        assert (answer.status_code, answer.url) == (302, "/admin/")
    assert StandardVersion.objects.get().slug == "provider-agreement"


def test_others_do_not_see_versions(agreement, browser_for):
    assert browser_for("finance").get("/admin/standard-versions/").status_code == 302
