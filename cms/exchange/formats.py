"""CSV files and Excel workbooks, written and read by django-import-export and openpyxl.

Reading is bounded before anything is unpacked: a workbook is a compressed archive.
"""

import csv
import zipfile
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import filetype
from import_export.formats.base_formats import CSV, XLSX
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from tablib import Dataset

from cms.exchange.cells import as_text, harmless, original
from cms.exchange.refusals import TableRefused

Rows = Iterator[list[str]]
MAX_COLUMNS = 60
# With the blank ones, which do not count as rows.
MAX_LINES = 20_000
# In China Excel saves CSV files in the system's own encoding.
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",;\t"
# Some tables of an old workbook begin so; new ones are archives.
OLE = b"\xd0\xcf\x11\xe0"
# A workbook of the largest allowed table unpacks to a fraction of this.
UNPACKED_BYTES = 100 * 1024 * 1024
# What openpyxl raises for workbooks that are not what they say.
MALFORMED = (
    zipfile.BadZipFile, InvalidFileException, zlib.error, EOFError, OSError, LookupError,
    ValueError, TypeError, AttributeError, SyntaxError, NotImplementedError, RuntimeError,
    OverflowError,
)  # fmt: skip


class Csv(CSV):
    """UTF-8 with the mark by which Excel knows it."""

    def export_data(self, dataset: Dataset, **options: Any) -> bytes:
        return str(super().export_data(_safe(dataset), **options)).encode("utf-8-sig")

    @staticmethod
    def read(content: bytes) -> Rows:
        text = _decoded(content)
        heading = text.split("\n", 1)[0]
        delimiter = max(DELIMITERS, key=heading.count)
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
        row = 1
        try:
            for cells in reader:
                yield [original(cell) for cell in cells]
                row += 1
        except csv.Error as error:
            raise TableRefused("quotes", row=row) from error


class Xlsx(XLSX):
    """The first sheet of a workbook; of formulae their last result."""

    def export_data(self, dataset: Dataset, **options: Any) -> bytes:
        written: bytes = super().export_data(_safe(dataset), **options)
        return written

    @staticmethod
    def read(content: bytes) -> Rows:
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > UNPACKED_BYTES:
                limit = UNPACKED_BYTES // 1024**2
                raise TableRefused("too_large", limit=limit)
            book = load_workbook(BytesIO(content), read_only=True, data_only=True)
            # One column more than allowed, for whoever counts them to see.
            rows = book.worksheets[0].iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)
            for number, row in enumerate(rows, start=1):
                if number > MAX_LINES:
                    # A single cell in the last row makes a million blank ones above it.
                    raise TableRefused("too_many_rows", limit=MAX_LINES)
                yield [original(as_text(value)) for value in row]
        except MALFORMED as error:
            raise TableRefused("damaged", reason=type(error).__name__) from error


FORMATS: dict[str, type[Csv] | type[Xlsx]] = {"csv": Csv, "xlsx": Xlsx}


def rows_in(content: bytes) -> Rows:
    """The rows of a file, whatever its name. Raises ``TableRefused``, also while iterated."""
    if content.startswith(OLE):
        raise TableRefused("old_workbook")
    if content.startswith(b"PK"):
        return Xlsx.read(content)
    if filetype.guess(content) is not None:
        raise TableRefused("not_a_table")
    return Csv.read(content)


def _decoded(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise TableRefused("encoding")
    if b"\x00" in content:
        raise TableRefused("not_a_table")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableRefused("encoding")


def _safe(dataset: Dataset) -> Dataset:
    cells = [[harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in dataset]
    return Dataset(*cells, headers=dataset.headers, title=dataset.title)
