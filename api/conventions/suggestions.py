"""What the caller probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _

# Below this it is mostly another word: “coupon” is no “options”.
NEAR = 0.65


def suggestion(word: str, known: Iterable[str], *, above: str = "") -> str:
    """`` Did you mean …?`` with the closest known word behind ``above``, or nothing.

    Capitals are as good as small letters.
    """
    small = {each.casefold(): each for each in known}
    close = get_close_matches(word.casefold(), small, n=1, cutoff=NEAR)
    return _(" Did you mean “%(word)s”?") % {"word": above + small[close[0]]} if close else ""


def known_names(word: str, known: Iterable[str]) -> str:
    """`` Did you mean …?``, or where nothing is near `` Known are: …``."""
    names = sorted(known)
    all_of_them = _(" Known are: %(names)s.") % {"names": ", ".join(names)} if names else ""
    return suggestion(word, names) or all_of_them
