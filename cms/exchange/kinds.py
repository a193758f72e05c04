"""Kinds of cells: text, numbers, choices, moments and lists. Each refuses with a sentence."""

import re
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.widgets import Widget

# In CSV files and workbooks a cell of several has them after commas; people write others too.
SEPARATORS = re.compile(r"\s*[,;、，；\n]\s*")
# Some programs write every number with a point.
WHOLE = re.compile(r"(-?[0-9]{1,15})(?:\.0*)?")
# Spreadsheets drop zeros: 2026-12-1 8:00.
SPREADSHEET_FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
YEARS = range(2000, 2200)
YES, NO = ("yes", "true", "1", "是"), ("no", "false", "0", "否")


class Kind(Widget):
    """``clean`` takes a cell (always text); ``same`` makes equal what a file cannot tell apart."""

    def clean(self, value: str, row: Any = None, **options: Any) -> Any:
        return self.same(value)

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        return "" if value is None else value

    def same(self, value: Any) -> Any:
        return value


class Text(Kind):
    """Line ends are those of the file, and blanks around a text are nobody's wish."""

    def __init__(self, max_length: int | None = None) -> None:
        super().__init__()
        self.max_length = max_length

    def clean(self, value: str, row: Any = None, **options: Any) -> str:
        text = self.same(value)
        if self.max_length is not None and len(text) > self.max_length:
            sentence = _("At most %(limit)s letters, not %(count)s.")
            raise ValueError(sentence % {"limit": self.max_length, "count": len(text)})
        return text

    def same(self, value: Any) -> str:
        return str(value or "").replace("\r\n", "\n").replace("\r", "\n").strip(" ")


class Key(Kind):
    """A key in one language of cases; blanks around it do not count."""

    def __init__(self, case: Callable[[str], str] = str) -> None:
        super().__init__()
        self.case = case

    def same(self, value: Any) -> str:
        return self.case(str(value or "").strip())


class Whole(Kind):
    """A whole number, or nothing where that is allowed."""

    def clean(self, value: str, row: Any = None, **options: Any) -> int | None:
        text = value.strip()
        if not text:
            return None
        found = WHOLE.fullmatch(text)
        if found is None:
            raise ValueError(_("“%(text)s” is not a whole number.") % {"text": text})
        return int(found[1])


class YesNo(Kind):
    words = (YES[0], NO[0])

    def clean(self, value: str, row: Any = None, **options: Any) -> bool:
        text = value.strip().lower()
        if text not in (*YES, *NO):
            raise ValueError(_("Write yes or no, not “%(text)s”.") % {"text": text})
        return text in YES

    def render(self, value: Any, obj: Any = None, **options: Any) -> str:
        return YES[0] if value else NO[0]


class Choice(Kind):
    """One of a few words."""

    def __init__(self, words: Collection[str]) -> None:
        super().__init__()
        self.words = tuple(words)

    def clean(self, value: str, row: Any = None, **options: Any) -> str:
        text = value.strip().lower()
        if text and text not in self.words:
            sentence = _("Write one of these: %(words)s.")
            raise ValueError(sentence % {"words": ", ".join(self.words)})
        return text


class Moment(Kind):
    """A date and time; without an offset on the clock of the platform's zone."""

    def clean(self, value: str, row: Any = None, **options: Any) -> datetime | None:
        text = value.strip()
        if not text:
            return None
        moment = _parsed(text.replace("/", "-"))
        if moment is None or moment.year not in YEARS:
            sentence = _("“%(text)s” is no date and time such as 2026-12-01 08:00.")
            raise ValueError(sentence % {"text": text})
        if timezone.is_aware(moment):
            return moment
        return moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))

    def render(self, value: Any, obj: Any = None, **options: Any) -> str:
        if value is None:
            return ""
        return str(timezone.localtime(value, ZoneInfo(settings.TIME_ZONE)).isoformat(sep=" "))


def _parsed(text: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(text)
    for form in SPREADSHEET_FORMS:
        with suppress(ValueError):
            return datetime.strptime(text, form)  # noqa: DTZ007 - its zone is added where it is used
    return None


Known = Callable[[Collection[str]], Iterable[str]]


class Many(Kind):
    """Several keys; their order does not count. ``known`` answers which of some there are."""

    def __init__(self, known: Known | None = None) -> None:
        super().__init__()
        self.known = known

    def clean(self, value: str, row: Any = None, **options: Any) -> tuple[str, ...]:
        keys = self.same(part for part in SEPARATORS.split(value) if part)
        if self.known is not None:
            for key in sorted(set(keys) - set(self.known(keys))):
                raise ValueError(_("There is no “%(key)s”.") % {"key": key})
        return keys

    def render(self, value: Any, obj: Any = None, **options: Any) -> str:
        return ", ".join(value or ())

    def same(self, value: Any) -> tuple[str, ...]:
        return tuple(sorted(set(value or ())))


class One(Kind):
    """One key of something else, or none."""

    def __init__(self, known: Known) -> None:
        super().__init__()
        self.known = known

    def clean(self, value: str, row: Any = None, **options: Any) -> str:
        key: str = self.same(value)
        if key and key not in set(self.known([key])):
            raise ValueError(_("There is no “%(key)s”.") % {"key": key})
        return key

    def same(self, value: Any) -> str:
        return str(value or "").strip()
