"""What is found, in both languages, and in which order; the same on every database."""

from decimal import Decimal

from catalog.services.actions import rate_service
from catalog.services.ratings import Rating

CASES = [
    # English: forms of words, any order, all words needed, fillers not.
    ("en", "cleaning window", ["window-clean", "deep-clean"]),
    ("en", "windows", ["window-clean", "deep-clean"]),
    ("en", "CLEANED", ["deep-clean", "washer", "window-clean"]),
    ("en", "clean the window for me", ["window-clean", "deep-clean"]),
    ("en", "window piano", []),
    ("en", "cleaning", ["deep-clean", "washer", "window-clean"]),
    # A title before a body, whatever the key.
    ("en", "piano", ["piano"]),
    ("en", "harness", ["window-clean"]),
    # Chinese: compounds and single words, in the language of the reader or not.
    ("zh-hans", "擦玻璃", ["window-clean"]),
    ("zh-hans", "玻璃", ["window-clean", "deep-clean"]),
    ("zh-hans", "擦", ["window-clean"]),
    ("zh-hans", "我要找月嫂", ["maternity-nanny"]),
    ("zh-hans", "洗衣机", ["washer"]),
    ("zh-hans", "深度清洁", []),
    ("zh-hans", "深度 保洁", ["deep-clean"]),
    ("zh-hans", "保洁", ["deep-clean", "washer", "window-clean"]),
    ("en", "擦玻璃", ["window-clean"]),
    ("zh-hans", "window", ["window-clean"]),
    # Full width, and both languages at once.
    ("zh-hans", "ｗｉｎｄｏｗ　玻璃", ["window-clean"]),
    # Pinyin: without tones, with marks or digits, apart, and its initials.
    ("zh-hans", "caboli", ["window-clean"]),
    ("zh-hans", "cā bō li", ["window-clean"]),
    ("zh-hans", "ca1bo1li2", ["window-clean"]),
    ("zh-hans", "boli", ["window-clean"]),
    ("zh-hans", "yuesao", ["maternity-nanny"]),
    ("zh-hans", "cbl", ["window-clean"]),
    ("zh-hans", "xyj", ["washer"]),
    # What nothing is found by is forgiven a letter, or a character of the same sound.
    ("en", "windwo", ["window-clean", "deep-clean"]),
    ("en", "cleening", ["deep-clean", "washer", "window-clean"]),
    ("en", "maternty nurse", ["maternity-nanny"]),
    ("zh-hans", "caobli", ["window-clean"]),
    ("zh-hans", "yeusao", ["maternity-nanny"]),
    ("en", "xiyjii", ["washer"]),
    ("zh-hans", "擦波离", ["window-clean"]),
    ("zh-hans", "月骚", ["maternity-nanny"]),
    ("en", "xylophone", []),
    ("en", "!?", []),
]


def test_services_are_found(corpus, found):
    answers = [(locale, q, found(q, locale=locale)) for locale, q, _keys in CASES]

    assert answers == CASES


def test_more_popular_stand_first_among_equals(corpus, found):
    rate_service("washer", rating=Rating(3, Decimal(4)))

    assert found("cleaning") == ["washer", "deep-clean", "window-clean"]
    assert found("cleaning", limit=1, offset=1) == ["deep-clean"]
