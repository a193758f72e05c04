"""Names that Wagtail's API does not know: each is refused with the nearest, nothing is written."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision, Site

from catalog.services.models import Category, ServicePage
from cms.media.models import Picture
from cms.pages.models import HomePage
from tests.content.machines import PAGES, Machine, cleaning, machine, publishing, service

__all__ = ["cleaning", "machine"]

BASE = "/api/cms/v3/"
Made = Callable[[str], Machine]


@pytest.fixture
def made(machine: Made, home: HomePage, cleaning: Category) -> dict[str, Any]:
    status, read = machine("moderator").send("post", PAGES, publishing(service(home, cleaning)))
    assert status == 201
    return dict(read)


def refused(machine: Made, method: str, path: str, data: Any = None, by: str = "admin") -> Any:
    """The errors: where, of which kind, and what may have been meant."""
    status, problem = machine(by).send(method, f"{BASE}{path}", data)
    assert (status, problem.get("code")) == (422, "invalid")
    meant = [re.findall("“(.+)”", error["msg"]) for error in problem["errors"]]
    return [
        (error["loc"], error["type"], *(words or [""]))
        for error, words in zip(problem["errors"], meant, strict=True)
    ]


def test_a_new_page_has_known_fields_alone(
    machine: Made, home: HomePage, cleaning: Category
) -> None:
    sent = publishing(service(home, cleaning))
    sent["meta"]["actoin"] = "publish"
    sent["options"][0]["prise"] = sent["options"][0].pop("price")
    sent["titel"] = sent.pop("title")
    # What is missing is told beside what is not known.
    assert refused(machine, "post", "pages/", sent) == [
        (["titel"], "unexpected", "title"),
        (["meta", "actoin"], "unexpected", "action"),
        (["options", 0, "prise"], "unexpected", "price"),
        (["title"], "missing", ""),
    ]
    # What is read of a page is not what makes one: it would be lost.
    sent = service(home, cleaning, id=9)
    sent["meta"]["locale"] = "zh-hans"
    assert [error[0] for error in refused(machine, "post", "pages/", sent)] == [
        ["id"], ["meta", "locale"],
    ]  # fmt: skip
    assert ServicePage.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "place", "meant"),
    [
        ({"titel": "Vapour"}, ["titel"], "title"),
        ({"title": "Vapour", "qqq": 1}, ["qqq"], ""),
        ({"title": "Vapour", "meta": {"actoin": "publish"}}, ["meta", "actoin"], "action"),
        ({"options": [{"key": "hob", "lable": "Hob"}]}, ["options", 0, "lable"], "label"),
    ],
)
def test_a_change_has_known_fields_alone(
    machine: Made, made: dict[str, Any], change: dict[str, Any], place: list[Any], meant: str
) -> None:
    before = Revision.objects.count()
    errors = refused(machine, "patch", f"pages/{made['id']}/", change)
    assert errors == [(place, "unexpected", meant)]
    page = ServicePage.objects.get()
    assert (page.title, [each.key for each in page.options.all()]) == ("Steam", ["oven"])
    assert Revision.objects.count() == before


def test_what_is_read_of_a_page_is_sent_back_to_change_it(
    machine: Made, made: dict[str, Any]
) -> None:
    path = f"{PAGES}{made['id']}/"
    _status, read = machine("moderator").send("get", path)
    changed = read | {"title": "Vapour"}
    status, answer = machine("moderator").send("patch", path, changed)
    assert (status, answer["title"], answer["options"]) == (200, "Vapour", read["options"])
    assert ServicePage.objects.get().get_latest_revision_as_object().title == "Vapour"


def test_an_action_takes_its_own_fields_alone(
    machine: Made, made: dict[str, Any], home: HomePage
) -> None:
    acting = f"pages/{made['id']}/actions"
    copying = {"destination": home.pk, "slug": "vapour"}
    assert refused(machine, "post", f"{acting}/copy/", copying) == [
        (["destination"], "unexpected", "destination_id")
    ]
    assert refused(machine, "post", f"{acting}/unpublish/", {"recursiv": True}) == [
        (["recursiv"], "unexpected", "recursive")
    ]
    # One that takes nothing.
    assert refused(machine, "post", f"{acting}/publish/", {"at": "noon"}) == [
        (["at"], "unexpected", "")
    ]
    assert list(ServicePage.objects.values_list("slug", "live")) == [("steam", True)]
    assert (
        machine("admin").send("post", f"{BASE}{acting}/unpublish/", {"recursive": True})[0] == 200
    )
    assert list(ServicePage.objects.values_list("slug", "live")) == [("steam", False)]


def test_pictures_have_known_fields_alone(machine: Made, picture: Picture) -> None:
    path = f"images/{picture.pk}/"
    change = {"title": "Hob", "descripton": "A hob"}
    assert refused(machine, "patch", path, change) == [
        (["descripton"], "unexpected", "description")
    ]
    assert Picture.objects.get().title == picture.title
    _status, read = machine("admin").send("get", f"{BASE}{path}")
    assert machine("admin").send("patch", f"{BASE}{path}", read | {"title": "Hob"})[0] == 200
    with picture.file.open("rb") as file:
        content = SimpleUploadedFile("hob.png", file.read(), content_type="image/png")
    answer = Client().post(
        f"{BASE}images/",
        {"file": content, "title": "New", "descripton": "New"},
        headers={"Authorization": f"Bearer {machine('admin').token}"},
    )
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["loc"]) == (422, ["form", "descripton"])
    assert [each.title for each in Picture.objects.all()] == ["Hob"]


def test_the_rest_have_known_fields_alone(
    machine: Made, home: HomePage, cleaning: Category
) -> None:
    site = Site.objects.get()
    path = f"sites/{site.pk}/"
    _status, read = machine("admin").send("get", f"{BASE}{path}")
    assert refused(machine, "put", path, read | {"site_nam": "Home"}) == [
        (["site_nam"], "unexpected", "site_name")
    ]
    assert Site.objects.get().site_name == site.site_name
    status, answer = machine("admin").send("put", f"{BASE}{path}", read | {"site_name": "Home"})
    assert (status, answer["site_name"], Site.objects.get().site_name) == (200, "Home", "Home")
    moved = {"old_path": "/x", "redirect_lnk": "https://example.org/"}
    assert refused(machine, "post", "redirects/", moved) == [
        (["redirect_lnk"], "unexpected", "redirect_link")
    ]
    assert Redirect.objects.count() == 0


@pytest.mark.parametrize(
    ("query", "name", "meant"),
    [
        ("pages/?typ=services.ServicePage", "typ", "type"),
        ("pages/?type=services.ServicePage&prise=1", "prise", "price"),
        # Only those of one type are found by its fields.
        ("pages/?price=9900", "price", ""),
        ("pages/{id}/?verson=draft", "verson", "version"),
        ("pages/{id}/revisions/?limt=1", "limt", "limit"),
        ("images/?titel=Kitchen", "titel", "title"),
        ("snippets/services.Category/?kye=x", "kye", "key"),
        ("redirects/?oder=x", "oder", "order"),
        ("whoami/?verbose=true", "verbose", ""),
    ],
)
def test_a_question_has_known_parameters_alone(
    machine: Made, made: dict[str, Any], query: str, name: str, meant: str
) -> None:
    errors = refused(machine, "get", query.format(**made))
    assert errors == [(["query", name], "unknown_parameter", meant)]


def test_a_deletion_with_a_parameter_deletes_nothing(machine: Made, made: dict[str, Any]) -> None:
    errors = refused(machine, "delete", f"pages/{made['id']}/?dry_run=true")
    assert errors == [(["query", "dry_run"], "unknown_parameter", "")]
    assert Page.objects.filter(pk=made["id"]).exists()


def test_known_parameters_are_taken(machine: Made, made: dict[str, Any]) -> None:
    counts = {
        "pages/?type=services.ServicePage&price=9900&limit=5&locale=en": 1,
        "pages/?search=steam&search_operator=and&limit=5": 1,
        "pages/?slug=steam&order=-title&site=localhost": 1,
        "snippets/services.Category/?key=cleaning&rich_text_format=html&offset=0": 1,
    }
    for query, count in counts.items():
        status, found = machine("moderator").send("get", f"{BASE}{query}")
        assert (status, found.get("count")) == (200, count), query
    # What is found is told at its own address, with the parameters that are left.
    found = Client().get(
        f"{BASE}pages/find/?html_path=steam&site=localhost:8000&rich_text_format=html",
        headers={"Authorization": f"Bearer {machine('moderator').token}"},
        follow=True,
    )
    assert (found.status_code, found.json()["title"]) == (200, "Steam")


def test_of_very_many_names_the_first_hundred_are_told(
    machine: Made, home: HomePage, cleaning: Category
) -> None:
    sent = service(home, cleaning) | {f"n{number}": 1 for number in range(500)}
    told = [error[0] for error in refused(machine, "post", "pages/", sent)]
    assert told == [[f"n{number}"] for number in range(100)]
    assert not ServicePage.objects.exists()


def test_of_very_many_blocks_of_no_type_the_first_hundred_are_told(
    machine: Made, home: HomePage, cleaning: Category
) -> None:
    sent = service(home, cleaning, body=[{"type": "nope", "value": ""}] * 500)
    told = [error[0] for error in refused(machine, "post", "pages/", sent)]
    assert told == [["body", number, "type"] for number in range(100)]


def test_a_category_is_read_alone_and_says_so(machine: Made, cleaning: Category) -> None:
    path = f"snippets/services.Category/{cleaning.pk}/"
    assert refused(machine, "patch", path, {"name": {"en": "Tidying"}}) == [
        (["name"], "read_only", "")
    ]
    cleaning.refresh_from_db()
    assert cleaning.name == {"en": "Cleaning", "zh-hans": "保洁"}
