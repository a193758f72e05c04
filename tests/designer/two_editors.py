"""Two people on one draft: the later is told, shown both, and loses nothing."""

from collections.abc import Callable

from django.test import Client

from tests.designer.drafts import draft, part_url, step
from tests.designer.pages import Visit
from tests.designer.sampler import SAMPLER

Browser = Callable[[str], Client]


def test_answers_go_onto_the_newest_draft_where_nobody_changed_that_part(
    home: str, browser_for: Browser
) -> None:
    first = Visit(browser_for("operator"), part_url("sampler", "steps/look"))
    second = Visit(browser_for("admin"), part_url("sampler", "fields/years"))
    second.press("save", **{"label-en": "Age", "key": "age"})
    third = Visit(browser_for("admin"), part_url("sampler", "details"))
    third.press("save", **{"title-en": "All there is"})
    first.press("save", **{"title-en": "Look closely"}, expecting=409)

    other = Visit(browser_for("operator"), part_url("sampler", "steps/vote"))
    third.go(part_url("sampler", "details"))
    third.press("save", **{"title-en": "Everything"})
    other.press("save", **{"title-en": "Vote on it"})
    assert draft("sampler")["title"]["en"] == "Everything"
    assert step("sampler", "vote")["title"] == {"en": "Vote on it"}


def test_whoever_is_late_is_shown_both_and_nothing_is_stored_before_the_choice(
    home: str, browser_for: Browser
) -> None:
    late = Visit(browser_for("operator"), part_url("sampler", "steps/done"))
    early = Visit(browser_for("admin"), part_url("sampler", "steps/done"))
    early.press("save", **{"title-en": "Finished", "result": "good"})
    late.press("save", expecting=409, **{"title-en": "Over", "title-zh-hans": "结束"})
    assert "Admin changed this at" in late.html
    for words in ("Finished", "Over", "good", "accepted"):
        assert words in late.html
    assert step("sampler", "done")["title"] == {"en": "Finished"}

    early.go(part_url("sampler", "steps/done"))
    early.press("save", **{"title-en": "Completed"})
    late.press("save", expecting=409)
    assert "Completed" in late.html
    late.press("save")
    assert step("sampler", "done") == {
        **step("sampler", "done"),
        "title": {"en": "Over", "zh-hans": "结束"},
        "result": "accepted",
    }


def test_mine_can_be_edited_on_before_it_is_kept(home: str, browser_for: Browser) -> None:
    late = Visit(browser_for("operator"), part_url("sampler", "steps/done"))
    early = Visit(browser_for("admin"), part_url("sampler", "steps/done"))
    early.press("save", **{"title-en": "Finished"})
    late.press("save", expecting=409, **{"title-en": "Over"})
    late.press("show:")
    assert 'value="Over"' in late.html
    late.press("save", **{"title-en": "Finished and over"})
    assert step("sampler", "done")["title"] == {"en": "Finished and over"}


def test_what_was_written_is_shown_where_the_part_is_gone(home: str, browser_for: Browser) -> None:
    late = Visit(browser_for("operator"), part_url("sampler", "steps/tell"))
    early = Visit(browser_for("admin"), home)
    early.press("remove:steps/tell")
    assert len(draft("sampler")["steps"]) == len(SAMPLER["steps"])
    early.press("removed:steps/tell")
    assert step("sampler", "until")["next"] == "do"
    late.press("save", expecting=409, **{"body-en": "A long letter"})
    assert "<li>A long letter</li>" in late.html


def test_a_part_that_was_changed_since_is_not_removed(home: str, browser_for: Browser) -> None:
    late = Visit(browser_for("operator"), home)
    late.press("remove:steps/tell")
    early = Visit(browser_for("admin"), part_url("sampler", "steps/tell"))
    early.press("save", **{"title-en": "Tell them"})
    late.press("removed:steps/tell")
    assert "Somebody changed it since." in late.html
    assert step("sampler", "tell")["title"] == {"en": "Tell them"}
