"""Titles as ids."""

import re
import unicodedata

LONGEST = 40


def slug(title: str) -> str:
    """A title as an id: small letters, digits and underscores; empty where it has none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")
    return words[:LONGEST].rstrip("_")
