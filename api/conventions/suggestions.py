"""What the caller probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _


def suggestion(word: str, known: Iterable[str]) -> str:
    """`` Did you mean …?`` with the closest known word, or nothing."""
    close = get_close_matches(word, list(known), n=1)
    return _(" Did you mean “%(word)s”?") % {"word": close[0]} if close else ""
