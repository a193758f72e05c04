"""Loading without telling anybody: the people of the demonstration are made up."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings

# By setting: what neither sends a mail nor hands a notice to a transport.
SILENT = {
    "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    "NOTICE_TRANSPORTS": {},
}


@contextmanager
def nobody_told() -> Iterator[None]:
    """Notices are written in the app alone, and Wagtail's mails to moderators go nowhere."""
    before = {name: getattr(settings, name) for name in SILENT}
    _set(SILENT)
    try:
        yield
    finally:
        _set(before)


def _set(values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(settings, name, value)
