"""Rows more or less in a table of a form that was sent: how tables grow without JavaScript.

A button ``rows`` with ``add:<table>`` or ``remove:<table>:<row>`` sends the form. Any other value
changes nothing: what Enter presses must neither end a task nor lose a row.
"""

import re
from typing import Any

from django.utils.datastructures import MultiValueDict

MOST = 1000


def with_rows(
    wish: str, data: MultiValueDict[str, Any], files: MultiValueDict[str, Any]
) -> tuple[MultiValueDict[str, Any], MultiValueDict[str, Any]]:
    """What was sent, with the rows that ``wish`` asks for."""
    verb, _colon, rest = wish.partition(":")
    table, _colon, row = rest.partition(":")
    total = _total(data, table)
    if verb == "add" and 0 <= total < MOST:
        return _with_total(data, table, total + 1), files
    if verb == "remove" and row.isdecimal() and int(row) < total:
        less = _without(data, table, int(row))
        return _with_total(less, table, total - 1), _without(files, table, int(row))
    return data, files


def _total(data: MultiValueDict[str, Any], table: str) -> int:
    sent = data.get(f"{table}-TOTAL_FORMS", "")
    return int(sent) if str(sent).isdecimal() else -1


def _with_total(data: MultiValueDict[str, Any], table: str, total: int) -> MultiValueDict[str, Any]:
    changed = data.copy()
    changed[f"{table}-TOTAL_FORMS"] = str(total)
    return changed


def _without(data: MultiValueDict[str, Any], table: str, row: int) -> MultiValueDict[str, Any]:
    """``data`` without a row of a table; those after it move up."""
    place = re.compile(rf"{re.escape(table)}-(\d+)(-.+)")
    kept: MultiValueDict[str, Any] = MultiValueDict()
    for name, values in data.lists():
        found = place.fullmatch(name)
        number = int(found[1]) if found else -1
        if found and number == row:
            continue
        if found and number > row:
            name = f"{table}-{number - 1}{found[2]}"
        kept.setlist(name, values)
    return kept
