"""Texts: the right language, and variables filled in by nothing but names."""

from datetime import UTC, datetime

import pytest

from workflows.engine.texts import fill, localized, placeholders

TEXT = {"en": "Case {case.number} of {data.name}", "zh-hans": "{data.name} 的申请"}


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-hans", TEXT["zh-hans"]), ("en", TEXT["en"]), ("fr", TEXT["en"])],
)
def test_the_language(language: str, expected: str) -> None:
    assert localized(TEXT, language) == expected


def test_a_base_language_serves_its_variants() -> None:
    assert localized({"en": "a", "zh": "b"}, "zh-hans") == "b"


def test_the_names_in_braces() -> None:
    assert placeholders(TEXT) == {"case.number", "data.name"}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "–"),
        ("", "–"),
        (3, "3"),
        (True, "✓"),
        (["a", "b"], "a, b"),
        (datetime(2026, 12, 1, 4, 0, tzinfo=UTC), "2026-12-01 12:00"),
        ("{case.number}", "{case.number}"),
    ],
)
def test_values_are_written_once(value: object, written: str) -> None:
    assert fill("<{data.x}>", {"data.x": value}.get) == f"<{written}>"


@pytest.mark.parametrize(
    "text", ["{data.__class__}", "{0}", "{data[0]}", "{data.x!r}", "{}", "{% now %}"]
)
def test_what_is_no_placeholder_stays_as_it_is(text: str) -> None:
    assert fill(text, lambda name: "SEEN") == text
