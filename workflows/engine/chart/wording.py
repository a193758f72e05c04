"""The words of a drawing: how wide they are, how they break, and what is written on a way."""

import unicodedata
from collections.abc import Iterator
from datetime import timedelta

from django.utils import translation
from django.utils.timesince import TIME_STRINGS
from django.utils.translation import gettext, ngettext

from ..definition import DecisionStep, Step, SubprocessStep, TableStep, duration
from ..texts import localized

# Widths in parts of the font size, a little generous: the reader's font is not known here.
NARROW, NORMAL, BROAD, SQUARE = 0.36, 0.61, 0.76, 1.0
UNITS = (("day", 86400), ("hour", 3600), ("minute", 60))


def breadth(text: str, size: float) -> float:
    """About how wide ``text`` is in a sans serif of ``size`` pixels."""
    return size * sum(_share(letter) for letter in text)


def _share(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return SQUARE
    if letter in " iljtfrI.,:;'’|!()[]/·":
        return NARROW
    return BROAD if letter.isupper() or letter in "mwMW@%…—" else NORMAL


def lines(text: str, *, room: float, size: float, most: int) -> tuple[str, ...]:
    """``text`` on at most ``most`` lines of ``room`` pixels, broken at spaces or, in Chinese,
    anywhere. What does not fit ends in an ellipsis.
    """
    broken = [""]
    for word in _words(text):
        if broken[-1] and breadth((broken[-1] + word).rstrip(), size) > room:
            broken.append("")
        broken[-1] += word
    kept = [line.strip() for line in broken[:most]]
    if len(broken) > most:
        kept[-1] += "…"
    return tuple(_cut(line, room, size) for line in kept)


def _cut(line: str, room: float, size: float) -> str:
    if breadth(line, size) <= room:
        return line
    while line and breadth(line + "…", size) > room:
        line = line[:-1]
    return line.rstrip("… ") + "…"


def _words(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        # Punctuation of any script stays with what stands before it.
        if word and _breaks_before(letter):
            yield word
            word = ""
        word += letter
        if letter.isspace():
            yield word
            word = ""
    yield word


def _breaks_before(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF" and letter.isalnum()


def outcome_labels(step: Step, language: str) -> dict[str, str]:
    """What is written on a step's ways, by target; several outcomes to one step share theirs."""
    labels: dict[str, list[str]] = {}
    for end in step.results if isinstance(step, SubprocessStep) else ():
        labels.setdefault(end.to, []).append(end.result)
    for way in (*getattr(step, "outcomes", ()), *getattr(step, "cases", ())):
        if way.label and way.to is not None:
            labels.setdefault(way.to, []).append(localized(way.label, language))
    if isinstance(step, TableStep):
        with translation.override(language):
            for number, row in enumerate(step.rows, 1):
                if row.to:
                    words = gettext("row %(number)d") % {"number": number}
                    labels.setdefault(row.to, []).append(words)
    if isinstance(step, DecisionStep | TableStep) and step.otherwise:
        with translation.override(language):
            labels.setdefault(step.otherwise, []).append(gettext("otherwise"))
    return {target: " / ".join(dict.fromkeys(words)) for target, words in labels.items()}


def deadline_label(step: Step, language: str) -> str:
    """How long the step may take, such as “2 days, 12 hours”; empty without a deadline."""
    deadline = getattr(step, "deadline", None)
    return spell(duration(deadline.after), language) if deadline else ""


def spell(time: timedelta, language: str) -> str:
    """A length of time in words, in its units as far as there are any."""
    rest = int(time.total_seconds())
    words = []
    with translation.override(language):
        for unit, seconds in UNITS:
            count, rest = divmod(rest, seconds)
            if count:
                words.append(TIME_STRINGS[unit] % {"num": count})
        if rest:
            words.append(ngettext("%(num)d second", "%(num)d seconds", rest) % {"num": rest})
    return ", ".join(words).replace("\xa0", " ")
