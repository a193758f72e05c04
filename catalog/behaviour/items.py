"""What behaviour is about: published objects, by collection and key."""

from typing import NamedTuple

SERVICES, PACKAGES = "services", "packages"
# What people look at, and may put among their favourites or hide.
COLLECTIONS = (SERVICES, PACKAGES, "providers", "articles")
# Beside them in what a person did: the words they looked for, as a key.
SEARCHES = "searches"


class Item(NamedTuple):
    """One published object. Items are ordered by collection and key."""

    collection: str
    key: str
