"""Cells that no spreadsheet takes for a formula, and back.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line's end may be run as a formula
(https://owasp.org/www-community/attacks/CSV_Injection). It gets an apostrophe in front, which is
taken off again where it is read. So that this loses nothing, an apostrophe gets another one
where it would else be taken off.
"""

from datetime import date, datetime, time
from typing import Any

# The wide ones are what some input methods and locales make of the same keys.
DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠")
GUARD = "'"


def harmless(text: str) -> str:
    """``text`` as a cell that is text wherever it is opened."""
    begins = text[:1]
    guarded = begins == GUARD and text[1:2] in DANGEROUS | {GUARD}
    return GUARD + text if begins in DANGEROUS or guarded else text


def original(text: str) -> str:
    """What ``harmless`` was given."""
    guarded = text[:1] == GUARD and text[1:2] in DANGEROUS | {GUARD}
    return text[1:] if guarded else text


def as_text(value: Any) -> str:
    """The cell of a workbook, which has types, as it would stand in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        # A workbook has no whole numbers: 12900 is read as 12900.0.
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
