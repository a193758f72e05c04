"""A service from a draft in two languages to its end, and what the public sees at each moment."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from catalog.services.models import ServiceVersion
from cms.pages.scheduling import publish_due
from tests.journeys.desk import Desk, lines
from tests.journeys.people import Person

pytestmark = pytest.mark.django_db

SERVICE = "services/servicepage"
OPENING = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOTHING = {"en": None, "zh-hans": None}

OPTION = {"key": "oven", "kind": "extra", "price": 3000, "duration": 30, "included": False}
FACTS: dict[str, Any] = {
    "type": "servicepage",
    "key": "kitchen-degreasing",
    "path": "/kitchen-degreasing/",
    "route": "/kitchen-degreasing/",
    "price": 19900,
    "currency": "CNY",
    "unit": "visit",
    "duration": 120,
    "tags": ["steam"],
    "rating": None,
    "rating_count": 0,
    "picture": None,
    "gallery": [],
    "body": [],
    "tools": [],
    "published_at": "2027-03-01T01:00:00Z",
    "created_at": "2027-03-01T01:00:00Z",
    "updated_at": "2027-03-01T01:00:00Z",
}
ENGLISH = FACTS | {
    "locale": "en",
    "language": "en",
    "title": "Kitchen degreasing",
    "summary": "Steam for tiles, hob and hood.",
    "category": {"key": "cleaning", "name": "Cleaning"},
    "included": ["Tiles", "Hob"],
    "options": [OPTION | {"label": "Inside of the oven"}],
    "seo": {"title": "Kitchen degreasing", "description": ""},
}
# The English words for readers of Chinese; a category is named in both languages.
FALLBACK = ENGLISH | {"locale": "zh-hans", "category": {"key": "cleaning", "name": "保洁"}}
CHINESE = FALLBACK | {
    "language": "zh-hans",
    "title": "厨房去油",
    "summary": "蒸汽清洁瓷砖、灶台和油烟机。",
    "included": ["瓷砖", "灶台"],
    "options": [OPTION | {"label": "烤箱内部"}],
    "seo": {"title": "厨房去油", "description": ""},
}
# Those of them that a list shows.
IN_LIST = {*FACTS, "locale", "language", "title", "summary", "category"} - {
    "gallery",
    "body",
    "tools",
}


@pytest.fixture
def desk(browser_for: Callable[[str], Client]) -> Callable[[str], Desk]:
    return lambda username: Desk(browser_for(username))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the time: Wagtail reads it from the wall and takes no other."""

    def at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return at


def words(title: str, summary: str, oven: str, included: list[str]) -> dict[str, str]:
    """What an editor writes anew in each language."""
    rest = lines("included", included) | lines("tools", []) | lines("body", [])
    return {"title": title, "summary": summary, "options-0-label": oven} | rest


IN_ENGLISH = words(
    "Kitchen degreasing", "Steam for tiles, hob and hood.", "Inside of the oven", ["Tiles", "Hob"]
)
IN_CHINESE = words("厨房去油", "蒸汽清洁瓷砖、灶台和油烟机。", "烤箱内部", ["瓷砖", "灶台"])


def draft(editor: Desk, home: int) -> int:
    """The first draft in English, still without the price of the option."""
    option = {key: str(value) for key, value in OPTION.items() if key not in ("included", "price")}
    values = {f"options-0-{key}": value for key, value in option.items()}
    return editor.create(
        SERVICE,
        below=home,
        slug="kitchen-degreasing",
        category=editor.category("Cleaning"),
        price="199.00",
        duration="120",
        tags="Steam",
        **{"options-TOTAL_FORMS": "1", "options-0-id": "", "options-0-price": "0", **values},
        **IN_ENGLISH,
    )


def shown(public: Person) -> dict[str, Any]:
    """By locale the service as anybody reads it: ``None`` where it is a 404 and in no list."""
    return {locale: shown_in(public, locale) for locale in NOTHING}


def shown_in(public: Person, locale: str) -> Any:
    items = public.get("services/", locale=locale)["items"]
    if not items:
        public.get("services/kitchen-degreasing/", locale=locale, expect=404)
        return None
    body = public.get("services/kitchen-degreasing/", locale=locale)
    assert isinstance(body.pop("id"), int)
    (item,) = items
    item.pop("id")
    # Only the list is asked from somewhere.
    assert item.pop("distance") is None
    assert item == {key: value for key, value in body.items() if key in IN_LIST}
    return body


def versions() -> list[tuple[int, int, list[str]]]:
    """Number, price and languages of each: what quotes point at is read at no address yet."""
    rows = ServiceVersion.objects.order_by("number")
    return [
        (row.number, row.content["facts"]["price"], sorted(row.content["words"])) for row in rows
    ]


def test_a_service_from_the_first_draft_to_its_end(
    platform: None,
    person: Callable[[str | None], Person],
    desk: Callable[[str], Desk],
    clock: Callable[[datetime], None],
) -> None:
    clock(OPENING - 48 * HOUR)
    public, editor, moderator = person(None), desk("editor"), desk("moderator")
    home = public.get("resolve/", path="/")["id"]
    assert shown(public) == NOTHING

    # The editor drafts in two languages.
    english = draft(editor, home)
    assert shown(public) == NOTHING
    chinese = editor.translate(english, "Simplified Chinese")
    editor.save(chinese, **IN_CHINESE)
    assert shown(public) == NOTHING

    # An editor's "publish" is a draft; submitted, it waits for somebody else.
    editor.save(english, "action-publish", **IN_ENGLISH)
    assert shown(public) == NOTHING
    editor.save(english, "action-submit", **IN_ENGLISH)
    assert editor.may_decide(english) is False
    assert shown(public) == NOTHING

    # The moderator sends it back once.
    moderator.decide(english, "reject", "The oven cannot be free of charge.")
    assert moderator.may_decide(english) is False
    assert "The oven cannot be free of charge." in editor.read(f"pages/{english}/edit/")
    assert shown(public) == NOTHING

    # Corrected and approved with a date, it is scheduled.
    opening = timezone.localtime(OPENING).strftime("%Y-%m-%d %H:%M")
    corrected = IN_ENGLISH | {"options-0-price": "30.00", "go_live_at": opening}
    editor.save(english, "action-submit", **corrected)
    assert shown(public) == NOTHING
    moderator.decide(english, "approve")
    assert shown(public) == NOTHING

    # Its time comes.
    clock(OPENING - HOUR)
    assert publish_due(OPENING - HOUR) == 0
    assert shown(public) == NOTHING
    clock(OPENING)
    assert publish_due(OPENING + timedelta(seconds=1)) == 1
    assert shown(public) == {"en": ENGLISH, "zh-hans": FALLBACK}
    assert versions() == [(1, 19900, ["en"])]

    # The translation follows by the same way.
    editor.save(chinese, "action-submit", **IN_CHINESE)
    assert shown(public) == {"en": ENGLISH, "zh-hans": FALLBACK}
    clock(OPENING + HOUR)
    moderator.decide(chinese, "approve")
    in_chinese = CHINESE | dict.fromkeys(("published_at", "updated_at"), "2027-03-01T02:00:00Z")
    assert shown(public) == {"en": ENGLISH, "zh-hans": in_chinese}
    assert versions()[1:] == [(2, 19900, ["en", "zh-hans"])]

    # A new price is a draft until it is approved; then it holds in both languages.
    editor.save(english, **IN_ENGLISH, price="219.00")
    assert shown(public) == {"en": ENGLISH, "zh-hans": in_chinese}
    editor.save(english, "action-submit", **IN_ENGLISH)
    assert shown(public) == {"en": ENGLISH, "zh-hans": in_chinese}
    clock(OPENING + 2 * HOUR)
    moderator.decide(english, "approve")
    dearer = {"price": 21900}
    assert shown(public) == {
        "en": ENGLISH | dearer | {"updated_at": "2027-03-01T03:00:00Z"},
        "zh-hans": in_chinese | dearer,
    }
    assert public.get("services/", price_max=21899)["items"] == []
    assert [item["price"] for item in public.get("services/", price_min=21900)["items"]] == [21900]
    assert versions()[2:] == [(3, 21900, ["en", "zh-hans"])]

    # Only who may publish takes it away, in every language; what it was stays known.
    editor.unpublish(english)
    assert shown_in(public, "en")["price"] == 21900
    moderator.unpublish(english)
    assert shown(public) == NOTHING
    assert [number for number, _price, _languages in versions()] == [1, 2, 3]
