"""The small pieces of a definition: texts, durations, keys."""

import re
from datetime import timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

LANGUAGE = re.compile(r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$")
DURATION = re.compile(
    r"^P(?=.)(?:(?P<weeks>\d{1,4})W|(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,8})M)?(?:(?P<seconds>\d{1,9})S)?)?)$"
)


class Part(BaseModel):
    """Base of every part of a definition: never changed, nothing unknown in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _check_text(text: dict[str, str]) -> dict[str, str]:
    if not text.get("en", "").strip():
        raise ValueError(_("give the text in English under “en”; other languages are optional"))
    for language in text:
        if not LANGUAGE.match(language):
            raise ValueError(
                _("“%(language)s” is no language: write it as “en” or “zh-hans”")
                % {"language": language}
            )
    return text


def _check_duration(text: str) -> str:
    if not DURATION.match(text):
        raise ValueError(
            _(
                "“%(text)s” is no duration: write weeks, days, hours, minutes or seconds as in "
                "“P2D”, “PT48H” or “P1DT12H” (months and years have no fixed length)"
            )
            % {"text": text}
        )
    return text


def duration(text: str) -> timedelta:
    """The length of a ``Duration``; ISO 8601 without months and years."""
    match = DURATION.match(text)
    if match is None:
        raise ValueError(_("“%(text)s” is no duration") % {"text": text})
    return timedelta(**{unit: int(count) for unit, count in match.groupdict(default="0").items()})


Text = Annotated[
    dict[str, str],
    AfterValidator(_check_text),
    Field(description="A text per language; “en” is required. May hold {variable} placeholders."),
]
Duration = Annotated[
    str,
    AfterValidator(_check_duration),
    Field(
        description="ISO 8601 without months and years.",
        examples=["P2D", "PT48H"],
        json_schema_extra={"format": "duration"},
    ),
]
Key = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$"),
    Field(description="Small letters, digits and underscores, beginning with a letter."),
]
StepId = Annotated[
    str,
    StringConstraints(min_length=1, max_length=50),
    Field(description="The id of a step of this definition."),
]
