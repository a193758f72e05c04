"""Wagtail's own search by setting: in the database, or on OpenSearch."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.settings import environment


def test_it_searches_in_the_database_unless_told_otherwise() -> None:
    backends = environment.search_backends("")
    assert backends == settings.WAGTAILSEARCH_BACKENDS
    assert backends["default"]["BACKEND"] == "modelsearch.backends.database"


def test_opensearch_needs_its_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match="pip install opensearch-py"):
        environment.search_backends("https://search.example:9200")


def test_opensearch_is_reached_through_modelsearch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda name: object())
    backends = environment.search_backends("https://search.example:9200")
    assert backends["default"]["BACKEND"] == "modelsearch.backends.opensearch3"
    assert backends["default"]["URLS"] == ["https://search.example:9200"]
