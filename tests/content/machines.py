"""Machines write content by Wagtail's own API: what an editor may write, they may."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, Site

from accounts.users.tokens import issue_token
from catalog.services.actions import save_category
from catalog.services.models import Category, ServicePage
from cms.media.models import Picture
from cms.pages.models import HomePage
from tests.content.conftest import draw

PAGES = "/api/cms/v3/pages/"
BODY = [
    {"type": "heading", "value": {"text": "How it goes", "level": "2"}},
    {"type": "text", "value": "<p>Ring <b>once</b>.</p>"},
]


class Machine:
    """Acts for one of the cast with a token for content alone."""

    def __init__(self, person) -> None:
        self.token = issue_token(person, name="machine", scopes=["content"])

    def send(
        self, method: str, path: str, data: dict[str, Any] | None = None, *, language: str = "en"
    ) -> tuple[int, Any]:
        answer = getattr(Client(), method)(
            path,
            **({} if data is None else {"data": data, "content_type": "application/json"}),
            headers={"Authorization": f"Bearer {self.token}", "Accept-Language": language},
        )
        return answer.status_code, answer.json()


@pytest.fixture
def machine(cast):
    return lambda username: Machine(cast[username])


@pytest.fixture
def cleaning(db) -> Category:
    return save_category(
        Category(key="cleaning", name={"en": "Cleaning", "zh-hans": "保洁"}), parent=None
    )


def service(home, category, **values: Any) -> dict[str, Any]:
    return {
        "meta": {"type": "services.ServicePage", "parent_id": home.pk},
        "title": "Steam",
        "slug": "steam",
        "summary": "Steam for tiles.",
        "category_id": category.pk,
        "price": 9900,
        "unit": "visit",
        "duration": 60,
        "tags": ["new"],
        "options": [{"key": "oven", "kind": "extra", "label": "Oven", "price": 3000}],
        "included": [{"type": "item", "value": "Tiles"}],
        "body": BODY,
        **values,
    }


def plain(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks without the ids that Wagtail gives them and their paragraphs."""
    without = [{"type": block["type"], "value": block["value"]} for block in blocks]
    return json.loads(re.sub(r' data-block-key=\\"\w+\\"', "", json.dumps(without)))


def publishing(sent: dict[str, Any]) -> dict[str, Any]:
    return sent | {"meta": sent["meta"] | {"action": "publish"}}


def test_a_service_is_written_and_published(machine, home, cleaning, api):
    status, made = machine("moderator").send("post", PAGES, publishing(service(home, cleaning)))
    assert status == 201, made["errors"]
    read = api(None).get("/api/v1/services/steam/").json()
    assert (read["title"], read["price"], read["category"]["key"]) == ("Steam", 9900, "cleaning")
    assert (read["tags"], read["included"]) == (["new"], ["Tiles"])
    assert [(each["key"], each["price"]) for each in read["options"]] == [("oven", 3000)]
    # As it was written, without the marks that the editor's own forms add.
    assert [(each["type"], each["value"]) for each in read["body"]] == [
        (each["type"], each["value"]) for each in BODY
    ]


def test_an_editors_machine_writes_drafts(machine, home, cleaning, api):
    status, _made = machine("editor").send("post", PAGES, service(home, cleaning))
    assert status == 201
    assert api(None).get("/api/v1/services/steam/").status_code == 404
    refused, _problem = machine("editor").send(
        "post", PAGES, publishing(service(home, cleaning, slug="steamer"))
    )
    assert (refused, ServicePage.objects.count()) == (403, 1)


def test_what_is_read_can_be_sent_back(machine, section, picture):
    """Pictures, links and texts as they are written, not as readers see them."""
    link = f'<p>See <a linktype="page" id="{section.pk}">here</a>.</p>'
    shown = {"image": picture.pk, "decorative": False, "alt_text": "A hob"}
    body = [
        {"type": "text", "value": link},
        {"type": "picture", "value": {"picture": shown, "caption": "Before"}},
        {
            "type": "call_to_action",
            "value": {"text": "", "label": "Go", "page": section.pk, "url": ""},
        },
    ]
    moderator = machine("moderator")
    sent = {
        "meta": {"type": "pages.ArticlePage", "parent_id": section.pk},
        "title": "Hobs",
        "slug": "hobs",
        "body": body,
    }
    _status, made = moderator.send("post", PAGES, publishing(sent))
    path = f"{PAGES}{made['id']}/"
    status, read = moderator.send("get", path)
    assert status == 200
    assert plain(read["body"]) == body

    change = {"meta": {"type": "pages.ArticlePage"}, "body": read["body"], "title": "Clean hobs"}
    status, again = moderator.send("patch", path, change)
    assert (status, again["title"], plain(again["body"])) == (200, "Clean hobs", body)
    assert [block["id"] for block in again["body"]] == [block["id"] for block in read["body"]]


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"price": -1}, "price"),
        ({"slug": "Steam_Clean"}, "slug"),
        ({"body": [{"type": "heading", "value": {"text": "", "level": "9"}}]}, "body"),
        ({"options": [{"key": "o", "kind": "extra", "label": "O", "price": -5}]}, "options"),
    ],
)
def test_what_an_editor_could_not_write_is_refused(machine, home, cleaning, values, where):
    status, problem = machine("moderator").send(
        "post", PAGES, publishing(service(home, cleaning, **values))
    )
    assert (status, ServicePage.objects.count()) == (422, 0)
    assert where in str(problem["errors"])


def test_facts_come_from_the_source_alone(machine, home, cleaning, chinese, api):
    moderator = machine("moderator")
    _status, made = moderator.send("post", PAGES, publishing(service(home, cleaning)))
    path = f"{PAGES}{made['id']}/"
    status, translated = moderator.send(
        "post", f"{path}actions/copy_for_translation/", {"locale": "zh-hans"}
    )
    assert status == 201, translated
    words = {"meta": {"type": "services.ServicePage", "action": "publish"}, "title": "蒸汽"}
    status, _page = moderator.send(
        "patch", f"{PAGES}{translated['id']}/", words | {"price": 1, "slug": "other"}
    )
    assert status == 200
    read = api(None).get("/api/v1/services/steam/?locale=zh-hans").json()
    assert (read["title"], read["price"], read["key"]) == ("蒸汽", 9900, "steam")


def test_categories_are_found_by_their_ids_and_kept_by_their_rules(machine, home, cleaning):
    deep = save_category(Category(key="deep", name={"en": "Deep"}), parent=cleaning)
    moderator, path = machine("moderator"), "/api/cms/v3/snippets/services.Category/"
    _status, found = moderator.send("get", path)
    assert {item["key"]: item["id"] for item in found["items"]} == {
        "cleaning": cleaning.pk,
        "deep": deep.pk,
    }
    assert moderator.send("delete", f"{path}{cleaning.pk}/")[0] == 422
    assert moderator.send("post", path, {"meta": {"type": "services.Category"}})[0] == 422
    change = {"meta": {"type": "services.Category"}, "key": "other"}
    # Nothing of it is written here: to take what was read would promise a change.
    assert moderator.send("patch", f"{path}{deep.pk}/", change)[0] == 422
    assert list(Category.objects.order_by("path").values_list("key", "depth")) == [
        ("cleaning", 1),
        ("deep", 2),
    ]


def test_others_of_the_house_write_nothing(machine, home, cleaning):
    for username in ("support", "finance", "reviewer", "operator"):
        status, _problem = machine(username).send("post", PAGES, service(home, cleaning))
        assert status == 403
    assert ServicePage.objects.count() == 0


def test_a_picture_is_sent(cast):
    token = issue_token(cast["editor"], name="machine", scopes=["content"])
    with draw("Kitchen").file.open("rb") as file:
        answer = Client().post(
            "/api/cms/v3/images/",
            {"title": "Hob", "file": file},
            headers={"Authorization": f"Bearer {token}"},
        )
    assert answer.status_code == 201, answer.content
    sent = Picture.objects.get(title="Hob")
    assert (sent.width, sent.height, sent.uploaded_by_user) == (2400, 1200, cast["editor"])


def test_an_address_is_one_page_in_all_languages(machine, home):
    other = HomePage.objects.get(locale__language_code="zh-hans")
    admin = machine("admin")

    def landing(parent, slug, **meta):
        meta = {"type": "pages.LandingPage", "parent_id": parent.pk, **meta}
        return admin.send("post", PAGES, {"meta": meta, "title": slug, "slug": slug})

    assert landing(home, "help", action="publish")[0] == 201
    # A neighbour in one language, and no translation, in another: both at /help/.
    status, refused = landing(other, "help", action="publish")
    assert (status, [error["type"] for error in refused["errors"]]) == (422, ["address_taken"])
    status, made = landing(other, "hilfe", action="publish")
    assert status == 201
    status, refused = admin.send("patch", f"{PAGES}{made['id']}/", {"slug": "help"})
    assert (status, [error["type"] for error in refused["errors"]]) == (422, ["address_taken"])
    assert list(Page.objects.child_of(other).values_list("slug", flat=True)) == ["hilfe"]


def test_two_sites_with_one_address_are_a_409(machine, home):
    admin = machine("admin")
    meta = {"type": "pages.HomePage", "parent_id": home.get_root().pk, "action": "publish"}
    second = admin.send("post", PAGES, {"meta": meta, "title": "Shop", "slug": "shop"})[1]
    site = {"hostname": "shop.example", "port": 80, "root_page_id": second["id"]}
    status, refused = admin.send(
        "post", "/api/cms/v3/sites/", {**site, "site_name": "", "is_default_site": False}
    )
    assert (status, refused["code"]) == (409, "address_taken")
    assert Site.objects.count() == 1
