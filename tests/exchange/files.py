"""Files that are read, and files that are refused with a sentence; of those nothing is done."""

import zipfile
from io import BytesIO

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.services.models import Category
from cms.exchange.refusals import TableRefused
from cms.exchange.tables import read_table
from tests.exchange.conftest import as_csv, as_xlsx, imported

HEAD = ["key", "name"]
ROWS = [HEAD, ["care", "护理"], ["", ""], ["home", "家居"]]
READ = [(2, ("care", "护理")), (4, ("home", "家居"))]


def read(content, **options):
    table = read_table(content, required=["key", "name"], optional=["shown"])
    return [(row.number, row.cells) for row in table.rows]


@pytest.mark.parametrize(
    "content",
    [
        as_csv(ROWS), as_csv(ROWS, "utf-8-sig"), as_csv(ROWS, "gb18030"),
        as_csv(ROWS, delimiter=";"), as_csv(ROWS, delimiter="\t"),
        as_csv(ROWS, lineterminator="\n"), as_csv(ROWS, quoting=1), as_xlsx(ROWS),
    ],
)  # fmt: skip
def test_what_excel_writes_is_read(content):
    assert read(content) == READ


def test_a_workbook_says_numbers_and_text_alike():
    assert read(as_xlsx([HEAD, [7, "seven"], ["007", 1.5]])) == [
        (2, ("7", "seven")), (3, ("007", "1.5")),
    ]  # fmt: skip


def test_columns_come_in_any_order_and_blank_ones_at_the_end_do_not_count():
    table = read_table(
        as_csv([["shown", "name", "key", ""], ["x", "N", "k", ""]]),
        required=["key", "name"],
        optional=["shown"],
    )
    assert (table.headers, table.rows[0].cells) == (("shown", "name", "key"), ("x", "N", "k"))


def refused(content, required=("key", "name")):
    with pytest.raises(TableRefused) as refusal:
        read_table(content, required=required, optional=["shown"])
    return refusal.value.code, refusal.value.message


def bomb():
    """A workbook that unpacks to two hundred megabytes."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (200 * 1024**2))
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"), (b" \r\n ", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 300, "not_a_table"), (b"%PDF-1.4\n", "not_a_table"),
        (b"key,name\n\x00,x\n", "not_a_table"), (b"\xd0\xcf\x11\xe0" + b"0" * 300, "old_workbook"),
        (b"key,name\n\xff\xff,x\n", "encoding"), ("key,name\n".encode("utf-16"), "encoding"),
        (b"PK\x03\x04 not really", "damaged"), (as_xlsx(ROWS)[:900], "damaged"),
        (bomb(), "too_large"),
        (b'key,name\ncare,"Ca"re"\n', "quotes"), (b'key,name\ncare,"Care\n', "quotes"),
        (b"\nkey,name\ncare,Care\n", "no_header"), (as_csv([HEAD]), "no_rows"),
        (as_csv([HEAD, ["", ""]]), "no_rows"),
        (as_csv([["key", "name", "key"], ["a", "b", "c"]]), "repeated_column"),
        (as_csv([["key", "name", "color"], ["a", "b", "c"]]), "unknown_column"),
        (as_csv([["key"], ["a"]]), "missing_column"),
        (as_csv([[f"c{n}" for n in range(61)], ["x"]]), "too_many_columns"),
        (as_xlsx([[f"c{n}" for n in range(61)], ["x"]]), "too_many_columns"),
    ],
)  # fmt: skip
def test_what_is_refused(content, code):
    assert refused(content)[0] == code


def test_the_sentences_name_what_is_wrong():
    assert refused(as_csv([["key", "name", "color"], ["a", "b", "c"]]))[1] == (
        "There is no column “color”; these are known: key, name, shown."
    )
    assert refused(as_csv([["key"], ["a"]]))[1] == "The column “name” is missing."
    assert refused(b'key,name\na,b\ncare,"Ca"re"\n')[1] == (
        "The quotation marks in row 3 do not fit together."
    )


@override_settings(EXCHANGE_MAX_ROWS=3)
@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_no_more_rows_than_one_file_may_have(write):
    assert len(read(write([HEAD, *([f"k{n}", "x"] for n in range(3))]))) == 3
    assert refused(write([HEAD, *([f"k{n}", "x"] for n in range(4))])) == (
        "too_many_rows", "This file has more than 3 rows. Split it into several.",
    )  # fmt: skip


@override_settings(EXCHANGE_MAX_BYTES=1024**2)
def test_no_more_bytes_than_one_file_may_have():
    assert refused(as_csv([HEAD, ["a", "x" * 1024**2]])) == (
        "too_large", "This file is larger than 1 MB. Split it into several.",
    )  # fmt: skip


def test_a_cell_in_the_last_row_of_a_sheet():
    assert refused(far_below())[0] == "too_many_rows"


def far_below():
    from openpyxl import Workbook

    book, file = Workbook(), BytesIO()
    book.active.append(HEAD)
    book.active.cell(1_048_576, 1, "x")
    book.save(file)
    return file.getvalue()


WORKBOOK = as_xlsx(ROWS)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(st.data())
def test_a_damaged_workbook_is_refused_or_read_and_nothing_else(data):
    content = bytearray(WORKBOOK)
    for _time in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(content))
    except TableRefused as refusal:
        assert refusal.message


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read(content):
    try:
        read(content)
    except TableRefused as refusal:
        assert refusal.message


@pytest.mark.django_db
def test_of_a_refused_file_nothing_is_done(categories):
    with pytest.raises(TableRefused):
        imported("categories", as_csv([["key", "name_en"], ["new", "New"]]))
    assert Category.objects.count() == 4
