"""What machines read and write of pages by Wagtail's own API, ``/api/cms/v3/``."""

from wagtail.api import APIField


def written(*names: str) -> list[APIField]:
    """Fields that are read and written there, by the form that editors use."""
    return [APIField(name, writable=True) for name in names]
