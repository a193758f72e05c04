"""Placeholders are filled in from what was handed over, and from nothing else."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.notices.texts import in_language, placeholders, problems, render


class Secretive:
    secret = "never shown"

    def __str__(self):
        return "shown"


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Hello {name}!", "Hello Anna!"),
        ("{name}{name}", "AnnaAnna"),
        ("{case.number} of {case.stage}", "AB12 of review"),
        ("{{name}} is {name}", "{name} is Anna"),
        ("{{{name}}}", "{Anna}"),
        # What the context does not have stays as it was written.
        ("Dear {nmae}", "Dear {nmae}"),
        ("{} { name } {0} {name!r} {name:>9}", "{} { name } {0} {name!r} {name:>9}"),
        (
            "{thing.secret} {thing.__class__} {thing[0]}",
            "{thing.secret} {thing.__class__} {thing[0]}",
        ),
        ("{thing}", "shown"),
        ("a { b } c {", "a { b } c {"),
        # What a person typed is text, not a placeholder.
        ("{typed}", "{name} {{"),
        ("{nothing}|{truth}|{number}|{money}", "|yes|7|12.50"),
    ],
)
def test_rendering(text, rendered):
    context = {
        "name": "Anna",
        "case.number": "AB12",
        "case.stage": "review",
        "thing": Secretive(),
        "typed": "{name} {{",
        "nothing": None,
        "truth": True,
        "number": 7,
        "money": Decimal("12.50"),
    }

    assert render(text, context, language="en") == rendered


@pytest.mark.parametrize(
    ("language", "rendered"),
    [
        ("en", "Dec. 1, 2026, 17:00, Dec. 2, 2026"),
        ("zh-hans", "2026年12月1日 17:00, 2026年12月2日"),
    ],
)
def test_instants_are_read_in_the_installations_zone(language, rendered):
    context = {"at": datetime(2026, 12, 1, 9, tzinfo=UTC), "day": date(2026, 12, 2)}

    assert render("{at}, {day}", context, language=language) == rendered


def test_the_placeholders_of_a_text():
    assert placeholders("{a} {b.c} {{d}} {0} {e f}") == {"a", "b.c"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello {name}, {{braces}}", []),
        ("Hello {nmae}", ["There is no placeholder “nmae”."]),
        ("Hello {}", ["There is no placeholder “”."]),
        ("Hello {name.first}", ["There is no placeholder “name.first”."]),
        ("a } b {", ["Write {{ or }} for a brace in the text."] * 2),
    ],
)
def test_what_is_wrong_is_said_before_it_is_sent(text, found):
    assert problems(text, {"name"}) == found


@pytest.mark.parametrize(
    ("texts", "language", "chosen"),
    [
        ({"en": "Hello", "zh-hans": "你好"}, "zh-hans", "你好"),
        ({"en": "Hello"}, "zh-hans", "Hello"),
        ({"zh-hans": "你好"}, "en", "你好"),
        ({"en": "", "zh-hans": "你好"}, "en", "你好"),
    ],
)
def test_the_language_falls_back(texts, language, chosen):
    assert in_language(texts, language) == chosen


def test_no_text_at_all_is_an_error():
    with pytest.raises(ValueError, match="at least one language"):
        in_language({"en": ""}, "en")
