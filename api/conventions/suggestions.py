"""What the caller probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _


def suggestion(word: str, known: Iterable[str], *, above: str = "") -> str:
    """`` Did you mean …?`` with the closest known word behind ``above``, or nothing.

    Capitals are as good as small letters.
    """
    small = {each.casefold(): each for each in known}
    close = get_close_matches(word.casefold(), small, n=1)
    return _(" Did you mean “%(word)s”?") % {"word": above + small[close[0]]} if close else ""
