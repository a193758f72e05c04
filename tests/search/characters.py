"""Traditional and simplified characters find each other; what is shown stays as it was written."""

import pytest

from cms.search.characters import simplified
from cms.search.words import runs
from tests.search.conftest import names, text, translate


@pytest.fixture
def washing(service, chinese):
    """A service written in simplified characters, and one in traditional ones."""
    page = service("window-wash", title="Window wash")
    translate(page, chinese, title="窗户清洁", summary="玻璃与纱窗。", body=text("请预约时间。"))
    page = service("range-hood", title="Range hood")
    translate(page, chinese, title="油煙機維修", summary="拆開清潔。", body=text("請預約時間。"))


def test_either_writing_finds_the_other(washing, found):
    both = ["range-hood", "window-wash"]
    cases = [
        # Asked in traditional characters, in simplified ones, and in both at once.
        ("窗戶清潔", ["window-wash"]), ("窗户清洁", ["window-wash"]), ("窗户清潔", ["window-wash"]),
        ("紗窗", ["window-wash"]), ("纱窗", ["window-wash"]),
        ("油煙機", ["range-hood"]), ("油烟机维修", ["range-hood"]), ("油烟机維修", ["range-hood"]),
        # A title before a summary; both stand in the bodies.
        ("清潔", [*reversed(both)]), ("清洁", [*reversed(both)]),
        ("預約時間", both), ("预约时间", both),
        # Fillers are fillers, and sounds the same sounds.
        ("請幫我找紗窗", ["window-wash"]), ("youyanji", ["range-hood"]), ("yyj", ["range-hood"]),
        # Characters of the same sound.
        ("油菸機", ["range-hood"]), ("油盐机", ["range-hood"]),
        ("鋼琴", []),
    ]  # fmt: skip
    assert [(q, found(q, locale="zh-hans")) for q, _keys in cases] == cases


def test_what_is_shown_is_as_it_was_written(washing, search):
    (hit,) = search("油烟机", locale="zh-hans")["items"]
    assert (hit["item"]["title"], hit["item"]["summary"]) == ("油煙機維修", "拆開清潔。")
    assert search("油烟机", locale="zh-hans")["forgiven"] is False
    assert names(search("油煙機", locale="en")) == ["services/range-hood"]


def test_suggestions_and_synonyms_in_either_writing(washing, api, found, synonyms):
    synonyms("擦窗戶", "窗户清洁", language="zh-hans")
    assert found("擦窗户", locale="zh-hans") == found("擦窗戶", locale="zh-hans") == ["window-wash"]

    def said(q):
        given = {"q": q, "locale": "zh-hans"}
        return [
            item["text"]
            for item in api(None).get("/api/v1/search/suggestions/", given).json()["items"]
        ]

    assert said("清潔") == said("清洁") == ["窗户清洁"]
    assert said("油烟") == said("油煙") == ["油煙機維修"]
    assert said("擦窗户") == said("擦窗戶") == ["擦窗戶"]


def test_each_character_is_simplified_whatever_stands_beside_it():
    assert simplified("乾洗 頭髮 發票 裡裏 Café") == "干洗 头发 发票 里里 Café"
    # Alone or in a phrase, so that pairs in the index are pairs in questions.
    assert simplified("乾坤") == simplified("乾") + simplified("坤") == "干坤"
    # Some are simplified ones too, in other words.
    assert simplified("著名 瞭望") == "著名 瞭望"
    assert simplified("\U000209e7") != "" and simplified("ひらがな 한국어") == "ひらがな 한국어"


def test_characters_of_other_scripts_are_words():
    said = [("清洁", True), ("한국어", False), ("そうじ", False), ("﨏", True)]
    assert [tuple(word) for word in runs(" ".join(text for text, _han in said))] == said
