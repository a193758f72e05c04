"""Keeping opened values out of logs and error reports.

Whoever seals or unseals puts the clear value here for a few minutes; the log filter and the error
reporter take every occurrence out of what they write. Error reports show local variables by type
alone, so a value that is not sealed yet does not stand in them either.
"""

import html
import json
import re
import threading
import time

REDACTED = "[sealed]"
KEPT_SECONDS = 300.0
# A shorter value ("42", "A+") is taken out as a whole word only, else every log line would suffer.
WHOLE_WORD_BELOW = 4

_lock = threading.Lock()
# By value: until when, and the forms it may take in a text. The oldest comes first.
_protected: dict[str, tuple[float, frozenset[str]]] = {}


def protect(value: str) -> None:
    """Keep ``value`` out of everything that is logged or reported in the next minutes."""
    if not value.strip():
        return
    now = time.monotonic()
    with _lock:
        _forget_expired(now)
        _protected.pop(value, None)
        _protected[value] = (now + KEPT_SECONDS, _forms(value))


def redact(text: str) -> str:
    """``text`` without any protected value, be it plain or escaped for HTML, JSON or ``repr``."""
    with _lock:
        forms = {form for _expiry, forms in _protected.values() for form in forms}
    # The longest first: a value within another must not leave the rest of it standing.
    for form in sorted(forms, key=len, reverse=True):
        if len(form) < WHOLE_WORD_BELOW:
            text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", REDACTED, text)
        else:
            text = text.replace(form, REDACTED)
    return text


def _forget_expired(now: float) -> None:
    while _protected:
        oldest = next(iter(_protected))
        if _protected[oldest][0] > now:
            return
        del _protected[oldest]


def _forms(value: str) -> frozenset[str]:
    quoted = (json.dumps(value), json.dumps(value, ensure_ascii=False), repr(value))
    return frozenset({value, html.escape(value), *(text[1:-1] for text in quoted)})
