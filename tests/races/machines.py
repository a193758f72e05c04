"""Machines that write content, while somebody else is in the way."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import pre_save
from django.test import Client
from wagtail.models import APIToken, Page, Site

from catalog.services.models import Category, ServicePage
from cms.pages.actions import ensure_site
from cms.pages.models import HomePage, LandingPage
from tests.content.machines import PAGES, Machine, cleaning, machine, publishing, service
from tests.races.barrier import CERTAIN, at_once, meeting
from tests.races.busy import held, impatient

__all__ = ["cleaning", "impatient", "machine"]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home() -> HomePage:
    return ensure_site(titles={"en": "Doorstep", "zh-hans": "到家"})


def test_what_a_machine_writes_holds_up_none_of_its_other_requests(
    machine: Any, home: HomePage, cleaning: Category
) -> None:
    moderator: Machine = machine("moderator")
    meanwhile: list[int] = []

    def read() -> int:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '100ms'")
            headers = {"Authorization": f"Bearer {moderator.token}"}
            return Client().get(PAGES, headers=headers).status_code
        finally:
            connection.close()

    def ask(**_sent: Any) -> None:
        with ThreadPoolExecutor(1) as pool:
            meanwhile.append(pool.submit(read).result(CERTAIN))

    APIToken.objects.update(last_used_at=None)
    pre_save.connect(ask, sender=ServicePage)
    try:
        status, _made = moderator.send("post", PAGES, publishing(service(home, cleaning)))
    finally:
        pre_save.disconnect(ask, sender=ServicePage)
    assert status == 201
    assert set(meanwhile) == {200}


def test_a_page_that_somebody_holds_is_a_503(
    machine: Any, home: HomePage, cleaning: Category, impatient: None
) -> None:
    moderator: Machine = machine("moderator")
    status, made = moderator.send("post", PAGES, publishing(service(home, cleaning)))
    assert status == 201
    path, changed = f"{PAGES}{made['id']}/", {"meta": {"action": "publish"}, "title": "Vapour"}
    with held(Page.objects.filter(pk=made["id"])):
        status, refused = moderator.send("patch", path, changed)
    assert (status, refused["code"]) == (503, "busy")
    assert Page.objects.get(pk=made["id"]).title == "Steam"
    status, _made = moderator.send("patch", path, changed)
    assert (status, Page.objects.get(pk=made["id"]).title) == (200, "Vapour")


def make_two_default_sites(admin: Machine, home: HomePage) -> list[int]:
    """Two machines at once, each of which finds no other default site; the statuses, sorted."""
    site = Site.objects.get()
    site.is_default_site = False
    site.save()
    # A draft: such a site has no document, whose constraint would refuse the second one.
    root = home.add_child(instance=LandingPage(title="Shop", slug="shop", live=False))

    def make(port: int) -> int:
        named = {"hostname": "shop.example", "port": port, "site_name": "Shop"}
        sent = {**named, "root_page_id": root.pk, "is_default_site": True}
        return admin.send("post", "/api/cms/v3/sites/", sent)[0]

    with meeting(pre_save, sender=Site):
        return sorted(at_once(lambda: make(8001), lambda: make(8002)), key=str)


def test_two_sites_never_become_the_default_one_at_once(machine: Any, home: HomePage) -> None:
    assert make_two_default_sites(machine("admin"), home) == [201, 422]
    assert Site.objects.filter(is_default_site=True).count() == 1


def test_control_without_the_lock_both_become_the_default_one(
    machine: Any, home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(Site.objects), "select_for_update", lambda sites: sites.all())
    assert make_two_default_sites(machine("admin"), home) == [201, 201]
    assert Site.objects.filter(is_default_site=True).count() == 2
