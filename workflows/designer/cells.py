"""The cells of a decision table as people write them in a spreadsheet. Pure.

| written               | means                                                    |
|-----------------------|----------------------------------------------------------|
| nothing, ``-``        | fits everything; of a value: writes nothing              |
| ``5``, ``= 5``        | is it                                                    |
| ``> 5`` ``>= 5`` ``< 5`` ``<= 5`` ``!= 5`` | compared with it                    |
| ``5..10``             | from 5 to 10, both in it; not with a time of a day and date |
| ``5..<10``            | from 5 up to 10, which is not in it                      |
| ``5..``, ``..10``     | open on one side                                         |
| ``person, company``   | one of them; ``not person, company`` none of them        |
| ``empty``, ``filled in`` | whether it has a value                                |

Choices are written by their value or label in any language, money in whole units (``12.50``),
dates as ``2026-12-01``, times as ``14:30``, yes and no so or as ``true`` and ``false``. A text with
a comma stands in quotation marks.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workflows.engine.definition import Column
from workflows.engine.forms.checkers import read_moment
from workflows.engine.texts import localized
from workflows.engine.wording import joined

NOTHING = frozenset({"", "-", "–", "—", "－"})
YES = frozenset({"yes", "true", "y", "是", "对", "✓"})
NO = frozenset({"no", "false", "n", "否", "不", "✗"})
EMPTY = frozenset({"empty", "为空", "空"})
FILLED = frozenset({"filled in", "filled", "已填", "非空"})
SIGNS: Mapping[str, str] = {
    ">=": ">=", "≥": ">=", "<=": "<=", "≤": "<=", "!=": "!=", "≠": "!=", "<>": "!=",
    "==": "==", "=": "==", ">": ">", "<": "<", "＞": ">", "＜": "<", "＝": "==",
}  # fmt: skip
_SIGN = re.compile("^(" + "|".join(re.escape(sign) for sign in SIGNS) + r")\s*(.*)$", re.DOTALL)
_RANGE = re.compile(r"^(.*?)\s*(?:\.\.|…)\s*(<?)\s*(.*)$", re.DOTALL)
_LIST = re.compile(r"\s*[,;，；、]\s*")
_NOT = re.compile(r"^(?:not|非|不是)\s+(.+)$", re.DOTALL | re.IGNORECASE)
MINOR_UNITS = 100


class BadCell(ValueError):
    """A cell that cannot be read; the text says what is expected."""


@dataclass(frozen=True)
class Kind:
    """How the values of a column are written: ``type`` is that of a field, or ``double``."""

    type: str
    options: Mapping[str, str]  # what may be written, in small letters, to the value
    offered: tuple[str, ...] = ()  # what may be written, as the reader knows it

    @classmethod
    def of(cls, field: Column) -> "Kind":
        options = {
            written.casefold(): option.value
            for option in field.options
            for written in (*option.label.values(), option.value)
        }
        language = get_language() or "en"
        offered = tuple(localized(option.label, language) for option in field.options)
        return cls(field.type, options, offered)

    def expected(self) -> str:
        """What a cell of this kind may hold, in words."""
        if self.offered:
            known = joined(self.offered)
            return _("one of %(known)s") % {"known": known}
        return {
            "int": _("a whole number, such as 5"),
            "double": _("a number, such as 2.5"),
            "money": _("an amount, such as 12.50"),
            "date": _("a date, such as 2026-12-01"),
            "time": _("a time, such as 14:30"),
            "datetime": _("a time with its offset, such as 2026-12-01T14:30:00+08:00"),
            "boolean": _("yes or no"),
        }.get(self.type) or _("a text")

    def read(self, text: str) -> Any:
        """One value, or ``BadCell``."""
        reader = _READERS.get(self.type, _text)
        if self.options:
            value: object = self.options.get(text.casefold())
        else:
            value = reader(text)
        if value is None:
            raise BadCell(
                _("“%(text)s” is not %(expected)s.")
                % {"text": text[:80], "expected": self.expected()}
            )
        return value


def read_cell(text: str, kind: Kind, variables: Iterable[str] = ()) -> dict[str, Any] | None:
    """An input cell as the JSON of a table's cell; ``variables`` may be compared with by name."""
    text = text.strip()
    if text in NOTHING:
        return None
    if text.casefold() in EMPTY:
        return {"op": "is_not_set"}
    if text.casefold() in FILLED:
        return {"op": "is_set"}

    def one(word: str) -> Any:
        return {"var": word} if word in variables else kind.read(word)

    if kind.type == "choices":
        return {"op": "contains", "value": one(text)}
    if found := _SIGN.match(text):
        return _signed(SIGNS[found[1]], found[2].strip(), one)
    if kind.type in _RANGED and (found := _RANGE.match(text)):
        return _range(found[1].strip(), bool(found[2]), found[3].strip(), kind)
    if found := _NOT.match(text):
        return _signed("!=", found[1], one)
    return _signed("==", text, one)


def read_value(text: str, kind: Kind) -> Any:
    """The value of an output cell; ``None`` for an empty one."""
    text = text.strip()
    if text in NOTHING:
        return None
    if kind.type == "choices":
        return [kind.read(word) for word in _LIST.split(text)]
    return kind.read(_unquoted(text))


def _signed(op: str, text: str, one: Callable[[str], Any]) -> dict[str, Any]:
    words = [text] if _is_quoted(text) else _LIST.split(text)
    if len(words) == 1:
        return {"op": op, "value": one(_unquoted(text))}
    if op not in {"==", "!="}:
        raise BadCell(_("Write one value after “%(sign)s”.") % {"sign": op})
    return {"op": "in" if op == "==" else "not_in", "value": [one(word) for word in words]}


def _range(first: str, excludes: bool, last: str, kind: Kind) -> dict[str, Any]:
    least = kind.read(first) if first else None
    most = kind.read(last) if last else None
    if least is None and most is None:
        raise BadCell(_("Write where the range begins or ends, such as 5..10."))
    if most is None or excludes:
        limits = {"min": least, "below": most}
    elif least is None:
        return {"op": "<=", "value": most}
    elif kind.type in _STEPS:
        limits = {"min": least, "below": _STEPS[kind.type](most)}
    else:
        raise BadCell(_("Write “..<” before the end, which is then not in it, such as 5..<10."))
    if least is not None and most is not None and _backwards(least, most, excludes):
        raise BadCell(_("The range ends before it begins."))
    return {name: limit for name, limit in limits.items() if limit is not None}


def _backwards(least: Any, most: Any, excludes: bool) -> bool:
    return bool(most <= least if excludes else most < least)


def _is_quoted(text: str) -> bool:
    return len(text) > 1 and text[0] + text[-1] in {'""', "“”", "''"}


def _unquoted(text: str) -> str:
    return text[1:-1] if _is_quoted(text) else text


def _int(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,19}", text) else None


def _double(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[+-]?[0-9]{1,19}(\.[0-9]{1,12})?", text) else None


def _money(text: str) -> int | None:
    try:
        amount = Decimal(text.lstrip("¥￥").strip()) * MINOR_UNITS
    except InvalidOperation:
        return None
    return int(amount) if amount.is_finite() and amount == amount.to_integral_value() else None


def _date(text: str) -> str | None:
    # How a workbook writes a day.
    text = text.removesuffix(" 00:00:00").removesuffix("T00:00:00").replace("/", "-")
    return text if read_moment("date", text) else None


def _time(text: str) -> str | None:
    text = text[:5] if re.fullmatch(r"\d\d:\d\d:00", text) else text
    return text if read_moment("time", text) else None


def _datetime(text: str) -> str | None:
    return text if read_moment("datetime", text) else None


def _boolean(text: str) -> bool | None:
    word = text.casefold()
    return True if word in YES else False if word in NO else None


def _text(text: str) -> str | None:
    return text or None


def _next_day(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _next_minute(moment: str) -> str | None:
    hour, minute = map(int, moment.split(":"))
    following = hour * 60 + minute + 1
    return None if following == 24 * 60 else f"{following // 60:02}:{following % 60:02}"


_READERS: Mapping[str, Callable[[str], Any]] = {
    "int": _int, "double": _double, "money": _money, "date": _date, "time": _time,
    "datetime": _datetime, "boolean": _boolean,
}  # fmt: skip
# Types with ranges; of some there is a next value, so that a range may name its last one.
_RANGED = frozenset({"int", "double", "money", "date", "time", "datetime"})
_STEPS: Mapping[str, Callable[[Any], Any]] = {
    "int": lambda number: number + 1,
    "money": lambda amount: amount + 1,
    "date": _next_day,
    "time": _next_minute,
}
