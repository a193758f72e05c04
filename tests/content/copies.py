"""Copies and moves in the admin and by machine: no two pages are known by one name."""

import html

import pytest
from django.test import Client
from wagtail.models import Page

from accounts.users.tokens import issue_token
from cms.pages.actions import publish_page
from cms.pages.models import ArticlePage, HomePage, LandingPage
from tests.content.conftest import edit


@pytest.fixture
def moderator(browser_for) -> Client:
    return browser_for("moderator")


def copy(browser: Client, page, slug: str, **values: str):
    sent = {"new_title": "Copy", "new_slug": slug, "new_parent_page": page.get_parent().pk}
    return browser.post(f"/admin/pages/{page.pk}/copy/", sent | values)


def slugs() -> list[str]:
    return sorted(ArticlePage.objects.values_list("slug", flat=True))


def keys(api) -> list[str]:
    return sorted(item["key"] for item in api(None).get("/api/v1/articles/").json()["items"])


def test_a_copy_is_published_under_its_own_slug(moderator, article, api):
    assert copy(moderator, article, "spring-clean", publish_copies="on").status_code == 302
    assert keys(api) == ["deep-clean", "spring-clean"]


def test_an_alias_is_published_under_its_own_slug(moderator, article, api, settle):
    assert copy(moderator, article, "spring-clean", alias="on").status_code == 302
    assert ArticlePage.objects.get(slug="spring-clean").alias_of.pk == article.pk
    assert settle() == 1
    assert keys(api) == ["deep-clean", "spring-clean"]


def test_a_slug_that_is_taken_elsewhere_is_refused_at_its_field(moderator, article, home):
    elsewhere = LandingPage(title="Elsewhere", slug="elsewhere")
    home.add_child(instance=elsewhere)
    answer = copy(moderator, article, "deep-clean", new_parent_page=str(elsewhere.pk))
    assert answer.context["form"].errors == {"new_slug": ["Another page has this slug."]}
    assert slugs() == ["deep-clean"]


def test_a_section_is_copied_without_the_pages_that_are_known_by_their_slugs(
    moderator, section, article
):
    answer = copy(moderator, section, "advice", copy_subpages="on", publish_copies="on")
    sentence = "Pages such as “Deep clean” are known by their slugs: copy them one by one."
    assert answer.context["form"].errors == {"copy_subpages": [sentence]}
    assert (slugs(), LandingPage.objects.count()) == (["deep-clean"], 1)

    assert copy(moderator, section, "advice", publish_copies="on").status_code == 302
    assert (slugs(), LandingPage.objects.count()) == (["deep-clean"], 2)


@pytest.mark.parametrize("action", ["copy", "create_alias"])
def test_a_machine_meets_the_same_rule(action, section, article, cast):
    token = issue_token(cast["moderator"], name="tests")
    answer = Client(headers={"Authorization": f"Bearer {token}"}).post(
        f"/api/cms/v3/pages/{section.pk}/actions/{action}/",
        {"recursive": True, "slug": "advice", "destination_id": section.get_parent().pk},
        content_type="application/json",
    )
    assert (answer.status_code, "one by one" in answer.content.decode()) == (422, True)
    assert (slugs(), LandingPage.objects.count()) == (["deep-clean"], 1)


def test_a_page_is_moved_to_no_address_that_is_taken_in_another_language(
    moderator, section, home, chinese
):
    other = HomePage.objects.get(locale=chinese)
    publish_page(LandingPage(title="帮助", slug="help", locale=chinese), parent=other)
    page = publish_page(LandingPage(title="Help", slug="help"), parent=section)

    address = f"/admin/pages/{page.pk}/move/{home.pk}/confirm/"
    refused = moderator.post(address, follow=True)
    sentence = "Another page has this address in another language: translate that one."
    assert sentence in html.unescape(refused.content.decode())
    assert Page.objects.get(pk=page.pk).get_parent().pk == section.pk

    edit(page, slug="advice")
    assert moderator.post(address).status_code == 302
    assert Page.objects.get(pk=page.pk).get_parent().pk == home.pk
