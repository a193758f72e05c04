"""Words that stand nowhere else, one for each place of each planted thing."""

import re
from collections.abc import Callable
from urllib.parse import unquote

# In every planted text, and in nothing else: who looks for it looks for all of them.
BIRD = "songbird"
FIRST = "kanari"
CANARY = re.compile(rf"{FIRST}[a-z]+")

# What stands in a place: ``say("title")``.
Say = Callable[[str], str]


def canary(kind: str, state: str, place: str) -> str:
    return f"{FIRST}{kind}x{state}x{place}"


def canaries(kind: str, state: str) -> Say:
    return lambda place: f"{BIRD} {canary(kind, state, place)}"


def plain(place: str) -> str:
    """What may be read by everybody."""
    return f"Open {place}"


def heard(content: bytes, url: str = "") -> set[str]:
    """The canaries in an answer but for those that whoever asks has named."""
    named = CANARY.findall(unquote(url))
    return set(CANARY.findall(content.decode(errors="replace"))) - set(named)
