"""What settings read from the environment, each as a setting needs it, or a refusal to start."""

import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def required(name: str) -> str:
    """The environment variable ``name``, or a refusal to start that names it."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"Set the environment variable {name} before starting Doorstep "
            "(docs/settings.md lists them all)."
        )
    return value


def rates(text: str) -> dict[str, tuple[int, int]]:
    """``address=600/60,user=…``: how many requests in how many seconds."""
    found = {}
    for entry in _entries(text):
        matched = re.fullmatch(r"(address|token|user)=([1-9]\d*)/([1-9]\d*)", entry)
        if matched is None:
            raise ImproperlyConfigured(
                f"API_RATES has {entry!r}: write limits as address=600/60 (requests/seconds), "
                "by address, token or user, separated by commas; or off."
            )
        found[matched[1]] = (int(matched[2]), int(matched[3]))
    return found


def search_backends(url: str) -> dict[str, dict[str, Any]]:
    """Where Wagtail searches, in its admin and its API: OpenSearch at ``url``, or the database.

    The public search goes by the same setting, but not through these backends: cms/search.
    """
    if not url:
        return {"default": {"BACKEND": "modelsearch.backends.database"}}
    if find_spec("opensearchpy") is None:
        raise ImproperlyConfigured(
            "OPENSEARCH_URL needs the client of OpenSearch: pip install opensearch-py==3.2.0"
        )
    return {
        "default": {
            "BACKEND": "modelsearch.backends.opensearch3",
            "URLS": [url],
            "INDEX_PREFIX": "doorstep_",
        }
    }


def chains(text: str) -> dict[str, tuple[str, ...]]:
    """``zh-hant=zh-hans+en,en=``: by language those whose words stand in for it, in order."""
    found = {}
    for entry in _entries(text):
        matched = re.fullmatch(r"([a-z-]+)=(?:([a-z-]+(?:\+[a-z-]+)*))?", entry)
        if matched is None:
            raise ImproperlyConfigured(
                f"LOCALE_FALLBACKS has {entry!r}: write chains as zh-hans=en, separated by commas; "
                "several as zh-hant=zh-hans+en, none at all as en=."
            )
        found[matched[1]] = tuple(filter(None, (matched[2] or "").split("+")))
    return found


def routes(text: str) -> dict[str, str]:
    """``services=/s/{key},articles=/{locale}/articles/{key}``: addresses by collection."""
    found = {}
    for entry in _entries(text):
        collection, _equals, template = (part.strip() for part in entry.partition("="))
        names = set(re.findall(r"\{(.*?)\}", template))
        rest = re.sub(r"\{(key|locale|path)\}", "", template)
        if (
            not collection
            or not re.match(r"(/|https?://)", template)
            or not names & {"key", "path"}
            or re.search(r"[{}\s]", rest)
        ):
            raise ImproperlyConfigured(
                f"FRONTEND_ROUTES has {entry!r}: write routes as services=/s/{{key}}, separated by "
                "commas; they begin with / or https://, take {key}, {locale} and {path}, "
                "and need {key} or {path}."
            )
        found[collection] = template
    return found


def _entries(text: str) -> Iterator[str]:
    """What stands between commas, without what is empty."""
    return filter(None, (part.strip() for part in text.split(",")))
