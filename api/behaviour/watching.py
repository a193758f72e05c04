"""The one place where reads become sightings: an append in memory, no query, no wait."""

from django.http import HttpRequest
from django.utils import timezone
from rest_framework.request import Request

from catalog.behaviour.buffer import buffer
from catalog.behaviour.items import COLLECTIONS, SEARCHES
from catalog.behaviour.recording import Sighting

LONGEST_SEARCH = 200


def saw(request: Request | HttpRequest, collection: str, key: str) -> None:
    """Somebody read the detail of an object, whichever way they came to it."""
    if collection in COLLECTIONS and request.method == "GET":
        buffer.put(Sighting(request.user.pk, collection, key, timezone.now()))


def searched(request: Request | HttpRequest, words: str) -> None:
    """Somebody looked for ``words``: kept for those alone who want their history kept."""
    words = " ".join(words.split()).lower()[:LONGEST_SEARCH]
    if words and request.user.is_authenticated:
        buffer.put(Sighting(request.user.pk, SEARCHES, words, timezone.now()))
