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
_expiry_by_value: dict[str, float] = {}


def protect(value: str) -> None:
    """Keep ``value`` out of everything that is logged or reported in the next minutes."""
    if not value.strip():
        return
    now = time.monotonic()
    with _lock:
        for old in [known for known, expiry in _expiry_by_value.items() if expiry < now]:
            del _expiry_by_value[old]
        _expiry_by_value[value] = now + KEPT_SECONDS


def redact(text: str) -> str:
    """``text`` without any protected value, be it plain or escaped for HTML, JSON or ``repr``."""
    with _lock:
        values = list(_expiry_by_value)
    # The longest first: a value within another must not leave the rest of it standing.
    for form in sorted({form for value in values for form in _forms(value)}, key=len, reverse=True):
        if len(form) < WHOLE_WORD_BELOW:
            text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", REDACTED, text)
        else:
            text = text.replace(form, REDACTED)
    return text


def _forms(value: str) -> set[str]:
    quoted = (json.dumps(value), json.dumps(value, ensure_ascii=False), repr(value))
    return {value, html.escape(value), *(text[1:-1] for text in quoted)}
