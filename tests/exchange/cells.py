"""Cells that no spreadsheet runs, whatever stands in them, and that come back as they were."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.exchange.cells import DANGEROUS, as_text, harmless, original

TEXTS = st.text(st.sampled_from([*DANGEROUS, "'", "a", " ", "中"]), max_size=4) | st.text()


@given(TEXTS)
def test_no_cell_begins_like_a_formula_and_all_come_back(text):
    safe = harmless(text)
    assert safe[:1] not in DANGEROUS
    assert original(safe) == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"), ("+86138", "'+86138"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"), ("\rx", "'\rx"), ("＝1", "'＝1"), ("'=1", "''=1"), ("''", "'''"),
        ("plain", "plain"), ("'tis", "'tis"), ("'", "'"), ("", ""), ("a=b", "a=b"),
    ],
)  # fmt: skip
def test_what_is_guarded(text, safe):
    assert harmless(text) == safe


def test_what_people_type_by_hand_is_left_alone():
    assert [original(text) for text in ("=1", "'tis", "x'", "'")] == ["=1", "'tis", "x'", "'"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), ("a", "a"), (5, "5"), (5.0, "5"), (0.25, "0.25"), (True, "yes"), (False, "no"),
        (datetime(2026, 12, 1, 8), "2026-12-01 08:00:00"),  # noqa: DTZ001 - as a workbook has it
        (date(2026, 12, 1), "2026-12-01"),
        (time(8, 30), "08:30:00"),
    ],
)  # fmt: skip
def test_cells_with_types(value, text):
    assert as_text(value) == text
