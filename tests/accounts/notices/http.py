"""``me/notifications/`` and the editors' screen, as people meet them."""

from datetime import timedelta

import pytest

from accounts.notices.actions import notify
from accounts.notices.models import Notice, NoticeTemplate

pytestmark = pytest.mark.django_db

URL = "/api/v1/me/notifications/"


@pytest.fixture
def notices(cast, now):
    """Three for the customer, oldest first, and one for the stranger."""

    def tell(username, number):
        return notify(
            cast[username],
            key=f"k{number}",
            subject={"en": f"Subject {number}"},
            body={"en": f"Body {number}"},
            link=f"/{number}/",
            hints={"number": number},
            now=now + timedelta(minutes=number),
        )

    return [tell("customer", 1), tell("customer", 2), tell("customer", 3), tell("stranger", 4)]


def test_ones_own_newest_first_with_the_unread_count(client_for, notices):
    body = client_for("customer").get(URL).json()

    assert [item["subject"] for item in body["items"]] == ["Subject 3", "Subject 2", "Subject 1"]
    assert body["items"][0] == {
        "id": str(notices[2].uuid),
        "subject": "Subject 3",
        "body": "Body 3",
        "link": "/3/",
        "hints": {"number": 3},
        "created_at": "2026-12-01T17:03:00+08:00",
        "read_at": None,
    }
    assert (body["next"], body["previous"], body["unread"]) == (None, None, 3)


def test_pages_go_on_by_cursor(client_for, notices):
    client = client_for("customer")

    first = client.get(URL, {"limit": 2}).json()
    second = client.get(first["next"]).json()

    assert [item["subject"] for item in first["items"]] == ["Subject 3", "Subject 2"]
    assert [item["subject"] for item in second["items"]] == ["Subject 1"]
    assert (second["next"], second["unread"]) == (None, 3)


def test_polling_costs_a_304_until_something_changes(client_for, cast, notices, now):
    client = client_for("customer")
    etag = client.get(URL).headers["ETag"]

    def again():
        return client.get(URL, headers={"If-None-Match": etag}).status_code

    assert again() == 304
    client.post(f"{URL}{notices[0].uuid}/read/")
    assert again() == 200
    etag = client.get(URL).headers["ETag"]
    assert again() == 304
    notify(cast["customer"], key="new", subject={"en": "N"}, body={"en": "N"}, now=now)
    assert again() == 200


def test_one_notice_is_marked_as_read(client_for, notices):
    client = client_for("customer")

    response = client.post(f"{URL}{notices[0].uuid}/read/")

    assert response.status_code == 200
    notice = Notice.objects.get(pk=notices[0].pk)
    assert response.json()["id"] == str(notice.uuid)
    assert response.json()["read_at"] is not None
    assert notice.read_at is not None
    assert client.get(URL).json()["unread"] == 2


def test_all_are_marked_as_read(client_for, notices):
    client = client_for("customer")

    assert client.post(f"{URL}read/").json() == {"read": 3}
    assert client.post(f"{URL}read/").json() == {"read": 0}

    assert client.get(URL).json()["unread"] == 0
    assert Notice.objects.get(pk=notices[3].pk).read_at is None


def test_others_notices_do_not_exist(client_for, notices):
    response = client_for("customer").post(f"{URL}{notices[3].uuid}/read/")

    assert response.status_code == 404
    assert Notice.objects.get(pk=notices[3].pk).read_at is None
    assert client_for(None).get(URL).status_code == 401
    assert client_for(None).post(f"{URL}read/").status_code == 401
    assert Notice.objects.unread().count() == 4


def test_the_list_takes_few_queries_however_long_it_is(
    client_for, notices, django_assert_num_queries
):
    client = client_for("customer")

    with django_assert_num_queries(5):
        client.get(URL)


def test_an_editor_changes_the_words_in_the_admin(browser_for):
    add = "/admin/snippets/notices/noticetemplate/add/"
    browser = browser_for("editor")
    words = {"key": "tests.code", "language": "en", "subject": "Code", "body": "It is {cod}"}

    form = browser.get(add)
    refused = browser.post(add, words)
    assert "Login code: {code}, {minutes}" in form.content.decode()
    assert "There is no placeholder “cod”." in refused.content.decode()
    assert NoticeTemplate.objects.count() == 0

    saved = browser.post(add, words | {"body": "It is {code}"})
    assert saved.status_code == 302
    assert NoticeTemplate.objects.get().body == "It is {code}"


def test_others_do_not_change_the_words(browser_for):
    add = "/admin/snippets/notices/noticetemplate/add/"
    words = {"key": "tests.code", "language": "en", "subject": "Code", "body": "x"}

    assert browser_for("support").post(add, words).status_code == 302
    assert NoticeTemplate.objects.count() == 0
