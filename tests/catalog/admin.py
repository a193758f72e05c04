"""The catalogue's screens in Wagtail, as an editor and an operator use them."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from catalog.providers.actions import activate_provider, suspend_provider
from catalog.providers.models import Provider
from catalog.providers.profiles import ProviderProfile
from catalog.services.models import Category, ServicePage, ServiceVersion

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, tzinfo=UTC)
SCHEDULE = ("weekly_hours", "dated_hours", "leave")


def url(model, view, *args):
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def category_form(**values):
    names = {"key": "new", "name_en": "New", "name_zh-hans": "新", "parent": "", "position": "0"}
    rest = {"description_en": "", "description_zh-hans": "", "icon": "", "picture": ""}
    return names | rest | values


def test_an_editor_sees_the_tree(browser_for, categories):
    response = browser_for("editor").get(url(Category, "list"))
    names = [row.indented_name() for row in response.context["object_list"]]
    assert names == ["Home", "— Cleaning", "— — Deep cleaning", "Care"]


def test_an_editor_adds_a_category_below_another(browser_for, categories):
    response = browser_for("editor").post(
        url(Category, "add"), category_form(parent=str(categories["care"].pk))
    )
    assert response.status_code == 302
    made = Category.objects.get(key="new")
    assert (made.get_parent().key, made.name) == ("care", {"en": "New", "zh-hans": "新"})


def test_an_editor_moves_a_category_but_cannot_change_its_key(browser_for, categories):
    response = browser_for("editor").post(
        url(Category, "edit", categories["deep"].pk),
        category_form(key="other", name_en="Deep", parent=str(categories["care"].pk)),
    )
    assert response.status_code == 302
    moved = Category.objects.get(pk=categories["deep"].pk)
    assert (moved.key, moved.get_parent().key, moved.name["en"]) == ("deep", "care", "Deep")
    assert Category.find_problems() == ([], [], [], [], [])


def test_a_category_needs_a_name_in_the_source_language(browser_for, categories):
    response = browser_for("editor").post(url(Category, "add"), category_form(name_en=""))
    assert response.status_code == 200
    assert "name" in response.context["form"].errors
    assert not Category.objects.filter(key="new").exists()


def test_a_category_in_use_stays(browser_for, categories, service):
    service("steam", category="deep")
    browser = browser_for("moderator")
    for key in ("cleaning", "deep"):
        browser.post(url(Category, "delete", categories[key].pk))
    assert Category.objects.count() == 4
    browser.post(url(Category, "delete", categories["care"].pk))
    assert not Category.objects.filter(key="care").exists()


def test_a_customer_reaches_neither_screen(browser_for, categories):
    for model in (Category, Provider):
        response = browser_for("customer").get(url(model, "list"))
        assert response.status_code == 302


@pytest.fixture
def providers(cast, categories):
    def make(username, name, area):
        return activate_provider(
            cast[username],
            profile=ProviderProfile("person", name, skills=("care",), areas=(area,)),
            by=None,
            now=NOW,
        )

    first, second = make("provider", "Aunt Li", "shanghai"), make("rival", "Uncle Wu", "chengdu")
    suspend_provider(second, reason="Certificate expired", by=None, now=NOW)
    return first, second


def test_an_operator_filters_and_searches_providers(browser_for, providers):
    browser = browser_for("operator")

    def names(query):
        response = browser.get(f"{url(Provider, 'list')}?{query}")
        return [row.public_name for row in response.context["object_list"]]

    assert names("") == ["Aunt Li", "Uncle Wu"]
    assert names("status=suspended") == ["Uncle Wu"]
    assert names("region=chengdu") == ["Uncle Wu"]
    assert names("q=Aunt") == ["Aunt Li"]


def provider_form(*, formsets=("areas", "portfolio", *SCHEDULE), **values):
    """What the browser sends: the profile, and the rows of each formset as they are given."""
    form = {
        "public_name": "Aunt Li",
        "kind": "person",
        "experience_years": "9",
        "gender": "female",
        "bio_en": "Hello.",
        "bio_zh-hans": "",
        "photo": "",
        "timezone": "Asia/Shanghai",
    }
    for name in formsets:
        rows = values.pop(name, [])
        known = sum("id" in row for row in rows)
        form |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": known}
        form |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
        for number, row in enumerate(rows):
            form |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return form | values


def test_an_operator_corrects_a_profile_but_not_its_status(browser_for, providers, api, categories):
    provider, _suspended = providers
    form = provider_form(
        public_name="Auntie Li",
        skills=[str(categories["deep"].pk)],
        areas=[{"region": "chengdu"}],
        status="suspended",
        status_reason="Because",
    )
    response = browser_for("operator").post(url(Provider, "edit", provider.pk), form)
    assert response.status_code == 302
    body = api(None).get(f"/api/v1/providers/{provider.public_id}/").json()
    assert (body["name"], body["experience_years"], body["bio"]) == ("Auntie Li", 9, "Hello.")
    assert [skill["key"] for skill in body["skills"]] == ["deep"]
    assert sorted(body["areas"]) == ["chengdu", "shanghai"]
    provider.refresh_from_db()
    assert (provider.status, provider.status_reason) == ("active", "")


def test_the_forms_of_services_open_on_source_and_translation(
    browser_for, service, chinese, categories
):
    page = service("steam", price=9900)
    translation = page.copy_for_translation(chinese)
    browser = browser_for("moderator")
    source_form = browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert source_form.context["form"].fields["price"].required is True
    words_form = browser.get(reverse("wagtailadmin_pages:edit", args=[translation.pk]))
    assert words_form.status_code == 200
    assert {"price", "category", "tags"} & set(words_form.context["form"].fields) == set()
    add = browser.get(
        reverse("wagtailadmin_pages:add", args=["services", "servicepage", page.get_parent().pk])
    )
    assert add.status_code == 200
    assert ServicePage.objects.count() == 2


def test_finance_reads_what_a_service_was_and_changes_nothing(service, browser_for):
    page = service("steam", price=9900)
    page.price = 12000
    page.save_revision().publish()
    finance = browser_for("finance")
    listed = finance.get("/admin/service-versions/").content.decode()
    assert listed.count("/admin/service-versions/inspect/") >= 2
    first = ServiceVersion.objects.get(key="steam", number=1)
    shown = finance.get(f"/admin/service-versions/inspect/{first.pk}/").content.decode()
    assert "&quot;price&quot;: 9900" in shown
    refused = finance.post(f"/admin/service-versions/delete/{first.pk}/")
    assert (refused.status_code, ServiceVersion.objects.count()) == (302, 2)
    assert browser_for("reviewer").get("/admin/service-versions/").status_code == 302
