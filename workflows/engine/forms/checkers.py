"""One value of each field type: read, normalised, or refused in plain words."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from django.utils.translation import gettext as _

from accounts.users.coordinates import ReferenceSystem, to_wgs84

from ..definition import Column, Rules
from ..patterns import whole_match
from ..vocabulary import PersonalType

# Types whose value is an uploaded file, with the media types that they take; none for any.
UPLOADS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"file": (), "photo": ("image/*",), "signature": ("image/png", "image/jpeg")}
)
TEXT_LENGTHS: Mapping[str, int] = MappingProxyType({"text": 500, "long_text": 10_000})
# What a double holds exactly, so that every JSON reader sees the same number.
MAX_INT = 2**53 - 1
MAX_ROWS = 200
# A tenth of a metre.
DEGREE_PLACES = 6
DATETIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$")
TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
# In the first and the last year that Python knows, other zones have instants that it does not.
YEARS = range(2, 9999)
_DATE = re.compile(r"^\d{4}-\d\d-\d\d$")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class UploadFacts:
    """What is known of an uploaded file: its sniffed media type, and its size in bytes."""

    type: str
    size: int


Day = TypeVar("Day", bound=date)
FindUpload = Callable[[str], UploadFacts | None]


class Unfit(ValueError):
    """An answer that does not fit: a stable ``type``, words for the person, and where in it."""

    def __init__(self, kind: str, message: str, loc: tuple[str | int, ...] = ()) -> None:
        self.kind = kind
        self.message = message
        self.loc = loc
        super().__init__(message)


class ManyUnfit(Exception):
    """Several answers inside one value do not fit."""

    def __init__(self, found: list[Unfit]) -> None:
        self.found = found
        super().__init__(f"{len(found)} answers do not fit")


@dataclass(frozen=True)
class Checker:
    """Reads the values of one field. Built once per step; ``check`` may be called by any thread."""

    field: Column
    read: Callable[[object], object]
    is_file: bool = False

    def check(self, value: object, find_upload: FindUpload) -> object:
        """The normalised value, ``None`` for nothing; else ``Unfit`` or ``ManyUnfit``."""
        if value is None or value == "" or value == []:
            return None
        fit = self.read(value)
        if self.is_file:
            _check_upload(str(fit), self.field, find_upload)
        return None if fit == "" else fit


def checker_for(field: Column, personal: PersonalType | None = None) -> Checker:
    """The checker of a field that is no table; ``KeyError`` for a type nobody knows."""
    if personal is not None:
        return Checker(field, partial(_read_personal, personal))
    rules = field.rules or Rules.model_validate({})
    match field.type:
        case "text" | "long_text":
            most = min(rules.max_length or TEXT_LENGTHS[field.type], TEXT_LENGTHS[field.type])
            matches = whole_match(rules.pattern) if rules.pattern else None
            read: Callable[[object], object] = partial(
                _read_text, field.type == "long_text", rules.min_length or 0, most, matches
            )
        case "int" | "money":
            read = partial(_read_int, *number_limits(field))
        case "choice":
            read = partial(_read_choice, frozenset(option.value for option in field.options))
        case "choices":
            read = partial(
                _read_choices,
                frozenset(option.value for option in field.options),
                rules.min_length or 0,
                rules.max_length or len(field.options),
            )
        case "date" | "time" | "datetime":
            read = partial(_read_moment, field.type, rules.min, rules.max)
        case _:
            read = _PLAIN[field.type]
    return Checker(field, read, is_file=field.type in UPLOADS)


def number_limits(field: Column) -> tuple[int, int]:
    """Least and greatest number; money is not negative unless the rules allow it."""
    rules = field.rules
    least = rules.min if rules and isinstance(rules.min, int) else None
    most = rules.max if rules and isinstance(rules.max, int) else None
    if least is None:
        least = 0 if field.type == "money" else -MAX_INT
    return max(least, -MAX_INT), min(MAX_INT if most is None else most, MAX_INT)


def _read_personal(personal: PersonalType, value: object) -> object:
    if not isinstance(value, str) or len(value) > TEXT_LENGTHS["text"] or _CONTROL.search(value):
        raise Unfit("string_type", _("Write this as text."))
    try:
        return personal.validate(value.strip())
    except ValueError as error:
        raise Unfit("personal_value", str(error)) from error


def _read_text(
    lines: bool,
    least: int,
    most: int,
    matches: Callable[[str], bool] | None,
    value: object,
) -> object:
    if not isinstance(value, str):
        raise Unfit("string_type", _("Write this as text."))
    text = value.replace("\r\n", "\n").strip() if lines else value.strip()
    if _CONTROL.search(text) or (not lines and "\n" in text):
        raise Unfit("string_characters", _("Remove line breaks and control characters."))
    if not text:
        return ""
    if len(text) < least:
        raise Unfit("string_too_short", _("Write at least %(n)d characters.") % {"n": least})
    if len(text) > most:
        raise Unfit("string_too_long", _("Write at most %(n)d characters.") % {"n": most})
    if matches is not None and not matches(text):
        raise Unfit("string_pattern", _("This does not have the expected form."))
    return text


def _read_int(least: int, most: int, value: object) -> object:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unfit("int_type", _("Give a whole number."))
    if value < least:
        raise Unfit("too_small", _("Give a number of at least %(n)d.") % {"n": least})
    if value > most:
        raise Unfit("too_great", _("Give a number of at most %(n)d.") % {"n": most})
    return value


def _read_choice(options: frozenset[str], value: object) -> object:
    if not isinstance(value, str) or value not in options:
        raise Unfit("choice", _("Choose one of the options."))
    return value


def _read_choices(options: frozenset[str], least: int, most: int, value: object) -> object:
    if not isinstance(value, list) or not all(
        isinstance(item, str) and item in options for item in value
    ):
        raise Unfit("choices", _("Choose from the options."))
    if len(set(value)) != len(value):
        raise Unfit("choices_repeated", _("Choose each option once."))
    if len(value) < least:
        raise Unfit("too_few", _("Choose at least %(n)d.") % {"n": least})
    if len(value) > most:
        raise Unfit("too_many", _("Choose at most %(n)d.") % {"n": most})
    return value


def _read_moment(
    kind: str, least: int | str | None, most: int | str | None, value: object
) -> object:
    moment = read_moment(kind, value)
    if moment is None:
        words = {
            "date": _("Give a date as year-month-day, such as 2026-12-01."),
            "time": _("Give a time as hours and minutes, such as 14:30."),
            "datetime": _("Give a time with its offset, such as 2026-12-01T14:30:00+08:00."),
        }
        raise Unfit(f"{kind}_type", words[kind])
    earliest, latest = read_moment(kind, least), read_moment(kind, most)
    # All three are of one kind, which the type of read_moment does not tell.
    if earliest is not None and moment < earliest:  # type: ignore[operator]
        raise Unfit("too_early", _("Give %(limit)s or later.") % {"limit": least})
    if latest is not None and moment > latest:  # type: ignore[operator]
        raise Unfit("too_late", _("Give %(limit)s or earlier.") % {"limit": most})
    return value


def read_moment(kind: str, value: object) -> date | time | datetime | None:
    """A date, time ``HH:MM`` or datetime with offset from its text; ``None`` if it is none."""
    if not isinstance(value, str):
        return None
    try:
        if kind == "date" and _DATE.match(value):
            return _representable(date.fromisoformat(value))
        if kind == "time" and TIME.match(value):
            return time.fromisoformat(value)
        if kind == "datetime" and DATETIME.match(value):
            return _representable(datetime.fromisoformat(value))
    except ValueError:  # the 30th of February
        return None
    return None


def _representable(day: Day) -> Day | None:
    return day if day.year in YEARS else None


def _read_boolean(value: object) -> object:
    if not isinstance(value, bool):
        raise Unfit("bool_type", _("Answer yes or no."))
    return value


def _read_upload_id(value: object) -> object:
    try:
        return str(uuid.UUID(value)) if isinstance(value, str) and len(value) == 36 else _no_file()
    except ValueError:
        return _no_file()


def _no_file() -> object:
    raise Unfit("upload_id", _("Upload the file first and give its id."))


def _check_upload(upload_id: str, field: Column, find_upload: FindUpload) -> None:
    upload = find_upload(upload_id)
    if upload is None:
        raise Unfit("upload_missing", _("This file is not there any more. Upload it again."))
    types = (field.rules and field.rules.types) or UPLOADS[field.type]
    major = upload.type.partition("/")[0] + "/*"
    if types and upload.type not in types and major not in types:
        raise Unfit(
            "upload_type", _("Give a file of the type %(types)s.") % {"types": ", ".join(types)}
        )
    if field.rules and field.rules.max_size and upload.size > field.rules.max_size:
        raise Unfit(
            "upload_size",
            _("Give a file of at most %(n)d kilobytes.") % {"n": field.rules.max_size // 1000},
        )


def _read_location(value: object) -> object:
    """``{"lat", "lng"}`` in WGS 84, whatever the ``crs`` beside them says that they are in."""
    if not isinstance(value, dict) or set(value) - {"crs"} != {"lat", "lng"}:
        raise Unfit("location", _("Give a place as latitude and longitude."))
    system = value.get("crs", ReferenceSystem.WGS84)
    if system not in ReferenceSystem.values:
        text = _("Coordinates are in wgs84 or in gcj02: give one of these.")
        raise Unfit("location", text, ("crs",))
    for name, bound in (("lat", 90), ("lng", 180)):
        number = value[name]
        # Compared this way round so that not-a-number is refused too.
        if (
            not isinstance(number, int | float)
            or isinstance(number, bool)
            or not -bound <= number <= bound
        ):
            raise Unfit("location", _("Give a place that is on earth."), (name,))
    if system == ReferenceSystem.WGS84:
        return {"lat": value["lat"], "lng": value["lng"]}
    lat, lng = to_wgs84((value["lat"], value["lng"]), system)
    return {"lat": round(lat, DEGREE_PLACES), "lng": round(lng, DEGREE_PLACES)}


_PLAIN: Mapping[str, Callable[[object], object]] = MappingProxyType(
    {
        "boolean": _read_boolean,
        "file": _read_upload_id,
        "photo": _read_upload_id,
        "signature": _read_upload_id,
        "location": _read_location,
    }
)
