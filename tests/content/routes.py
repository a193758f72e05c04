"""Links and routes lead to the frontend; paths stay what pages are known by."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from cms.delivery.models import BuiltBy
from cms.pages.actions import publish_page
from cms.pages.routes import check_routes
from config.settings.environment import routes
from tests.content.conftest import edit, new_article

ROUTES = {"articles": "/{locale}/read/{key}", "landings": "https://shop.example{path}"}


@pytest.fixture
def linking(section, article):
    link = f'<p><a linktype="page" id="{article.pk}">there</a></p>'
    button = {"text": "", "label": "Go", "page": section, "url": ""}
    body = [("text", link), ("call_to_action", button)]
    return publish_page(new_article("Linking", body=body), parent=section)


def read(api, locale="en"):
    return api(None).get(f"/api/v1/articles/linking/?locale={locale}").json()


def test_without_routes_links_lead_to_paths(linking, api):
    body = read(api)
    assert (body["path"], body["route"]) == ("/articles/linking/",) * 2
    assert body["body"][0]["value"].count('href="/articles/deep-clean/"') == 1
    assert body["body"][1]["value"]["url"] == "/articles/"


def test_every_address_for_readers_is_a_route(settings, linking, chinese, api):
    settings.FRONTEND_ROUTES = ROUTES
    call_command("documents", "rebuild", verbosity=0)
    body = read(api)
    assert (body["path"], body["route"]) == ("/articles/linking/", "/en/read/linking")
    assert body["body"][0]["value"] == (
        '<p><a href="/en/read/deep-clean" data-collection="articles" data-key="deep-clean" '
        'data-path="/articles/deep-clean/">there</a></p>'
    )
    assert body["body"][1]["value"]["url"] == "https://shop.example/articles/"
    # Words that stand in for a translation lead on in the reader's language.
    assert 'href="/zh-hans/read/deep-clean"' in read(api, "zh-hans")["body"][0]["value"]
    (entry,) = api(None).get("/api/v1/site/?locale=en").json()["navigation"]
    assert (entry["path"], entry["route"]) == ("/articles/", "https://shop.example/articles/")
    found = api(None).get("/api/v1/resolve/?path=/articles/linking/&locale=en").json()
    assert (found["key"], found["route"]) == ("linking", "/en/read/linking")
    assert api(None).get("/api/v1/resolve/?path=/en/read/linking").status_code == 404


def test_another_setting_makes_documents_stale_and_they_are_built_again(
    settings, linking, api, settle, capsys
):
    call_command("documents", "settings")
    settle()
    call_command("documents", "check")
    settings.FRONTEND_ROUTES = ROUTES
    with pytest.raises(CommandError, match="not as they should be"):
        call_command("documents", "check")
    assert "articles/linking (en): stale" in capsys.readouterr().out
    call_command("documents", "settings")
    assert "objects to publish by other settings" in capsys.readouterr().out
    settle()
    call_command("documents", "check")
    assert read(api)["route"] == "/en/read/linking"
    assert BuiltBy.objects.get(setting="FRONTEND_ROUTES").value == ROUTES
    call_command("documents", "settings")
    assert "objects" not in capsys.readouterr().out.replace("All documents", "")


def test_a_move_changes_the_route_of_what_links_there(settings, linking, article, api, settle):
    settings.FRONTEND_ROUTES = ROUTES
    edit(article, slug="spring-clean")
    settle()
    assert 'href="/en/read/spring-clean"' in read(api)["body"][0]["value"]


def test_routes_are_read_from_the_environment():
    text = "services=/s/{key}, articles=https://x.example/{locale}/{path}"
    assert routes(text) == {
        "services": "/s/{key}",
        "articles": "https://x.example/{locale}/{path}",
    }
    assert routes("") == {}


@pytest.mark.parametrize(
    "text",
    ["services", "services=s/{key}", "services=/s/{slug}", "services=/s/", "=/s/{key}",
     "services=javascript:{key}", "services=/s/{key", "services=/s/{key!r}"],
)  # fmt: skip
def test_a_route_that_leads_nowhere_stops_the_start(text):
    with pytest.raises(ImproperlyConfigured, match=r"write routes as services=/s/\{key\}"):
        routes(text)


def test_a_route_of_what_is_no_page_is_found_by_the_check(settings):
    assert check_routes() == []
    settings.FRONTEND_ROUTES = {"service": "/s/{key}"}
    (error,) = check_routes()
    assert "'service'" in error.msg
    assert "services" in error.hint
