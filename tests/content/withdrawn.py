"""What is not public is not told by its neighbours either: links, redirects, translations."""

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from catalog.services.models import Category, ServicePage
from cms.delivery import actions
from cms.delivery.models import Collection
from cms.pages.actions import publish_page
from cms.pages.models import StandardsPage, StandardVersion
from promotions.campaigns.models import PromotedService, PromotionPage
from tests.content.conftest import edit, new_article


@pytest.fixture
def linking(home, article):
    link = f'<p><a linktype="page" id="{article.pk}">there</a></p>'
    button = {"text": "", "label": "Go", "page": article, "url": ""}
    body = [("text", link), ("call_to_action", button)]
    return publish_page(new_article("Linking", body=body), parent=home)


@pytest.fixture
def standard(home, chinese):
    page = StandardsPage(title="Conduct", slug="conduct", kind="conduct", body=[("text", "One")])
    publish_page(page, parent=home)
    edit(page.copy_for_translation(chinese), title="行为准则")
    return page


def told(api, path):
    answer = api(None).get(f"/api/v1/{path}")
    return answer.status_code, answer.json()


def targets(api):
    text, button = told(api, "articles/linking/?locale=en")[1]["body"]
    return text["value"], button["value"]["page"], button["value"]["url"]


def named(api):
    return [entry["title"] for entry in told(api, "site/?locale=en")[1]["navigation"]]


def test_a_link_leads_nowhere_while_its_page_is_not_public(linking, article, section, api, settle):
    shown = targets(api)
    assert shown[1:] == (article.pk, "/articles/deep-clean/")
    assert 'href="/articles/deep-clean/"' in shown[0]
    nowhere = ("<p><a>there</a></p>", None, None)

    hidden = PageViewRestriction.objects.create(page=section, restriction_type="login")
    settle()
    assert targets(api) == nowhere
    hidden.delete()
    settle()
    assert targets(api) == shown
    article.unpublish()
    settle()
    assert targets(api) == nowhere
    edit(article)
    settle()
    assert targets(api) == shown


def test_very_many_pages_that_become_private_are_linked_to_no_more(
    linking, article, section, api, settle, monkeypatch
):
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert told(api, "articles/deep-clean/")[0] == 404
    settle()
    assert targets(api) == ("<p><a>there</a></p>", None, None)


def test_very_many_pages_that_become_private_are_named_by_the_navigation_no_more(
    article, section, api, settle, monkeypatch, django_assert_num_queries
):
    assert named(api) == ["Articles"]
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    hidden = PageViewRestriction.objects.create(page=section, restriction_type="login")
    # Before the outbox has run.
    with django_assert_num_queries(1):
        assert named(api) == []
    settle()
    assert named(api) == []
    hidden.delete()
    assert named(api) == ["Articles"]


def test_a_page_is_named_by_none_of_its_aliases_while_it_is_private(home, section, api, settle):
    section.create_alias(parent=home, update_slug="again")
    settle()
    assert named(api) == ["Articles", "Articles"]
    hidden = PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert named(api) == []
    hidden.delete()
    assert named(api) == ["Articles", "Articles"]


def test_a_private_page_that_is_deleted_is_not_written_into_the_navigation_first(home, api):
    cleaning = Category.add_root(key="cleaning", name={"en": "Cleaning"})
    service = ServicePage(title="Windows", slug="windows", price=100, duration=60)
    service.category = cleaning
    page = PromotionPage(title="Spring", slug="spring", show_in_menus=True)
    page.services = [PromotedService(service=publish_page(service, parent=home))]
    publish_page(page, parent=home)
    assert named(api) == ["Spring"]
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    generations = Collection.objects.filter(name="site").values_list("locale", "generation")
    before = set(generations)
    page.delete()
    assert named(api) == []
    assert set(generations.all()) == before


def test_nobody_says_where_a_page_went_that_is_not_public(article, api):
    Redirect.objects.create(old_path="/before", redirect_page=article)
    assert told(api, "resolve/?path=/before/&locale=en")[1]["redirect"] == "/articles/deep-clean/"
    assert Client().get("/before/").headers["Location"] == "/articles/deep-clean/"
    article.unpublish()
    assert told(api, "resolve/?path=/before/&locale=en")[0] == 404
    assert Client().get("/before/").status_code == 404


def test_a_private_translation_stands_for_nobody(article, chinese, api):
    translation = edit(article.copy_for_translation(chinese, copy_parents=True), title="深度清洁")
    path = "articles/deep-clean/?locale=zh-hans"
    assert told(api, path)[1]["title"] == "深度清洁"
    PageViewRestriction.objects.create(page=translation, restriction_type="login")
    assert told(api, path)[1]["title"] == "Deep clean"
    # English readers find the page by its public titles alone.
    assert told(api, "search/?q=深度清洁&locale=en")[1]["items"] == []


def test_a_private_translation_is_no_wording(standard, chinese, api):
    translation = standard.get_translation(chinese)
    PageViewRestriction.objects.create(page=translation, restriction_type="login")
    edit(translation, title="密")
    edit(standard, title="Conduct of people")
    assert StandardVersion.objects.latest("number").texts.keys() == {"en"}


def test_what_a_private_text_said_is_no_wording_once_it_is_public(section, api):
    hidden = PageViewRestriction.objects.create(page=section, restriction_type="login")
    page = StandardsPage(title="Secret", slug="conduct", kind="conduct", body=[("text", "One")])
    edit(publish_page(page, parent=section), title="Conduct")
    assert StandardVersion.objects.count() == 0
    hidden.delete()
    assert told(api, "standards/conduct/")[1]["version"]["number"] == 1
    assert told(api, "standards/conduct/versions/1/")[1]["title"] == "Conduct"
    assert StandardVersion.objects.count() == 1


def test_a_translation_that_was_taken_back_is_read_in_no_old_wording(standard, chinese, api):
    path = "standards/conduct/versions/2/?locale=zh-hans"
    assert told(api, path)[1]["title"] == "行为准则"
    tag = api(None).get(f"/api/v1/{path}")["ETag"]
    standard.get_translation(chinese).unpublish()
    answer = api(None).get(f"/api/v1/{path}", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.json()["title"]) == (200, "Conduct")
    standard.unpublish()
    assert told(api, path)[0] == 404
