"""OpenSearch 3 as modelsearch speaks to it, asked for the keys of rows alone.

Loaded by its path where a setting names an OpenSearch, and then alone: its client is needed by
nobody else.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from modelsearch.backends.opensearch3 import OpenSearch3SearchBackend
from modelsearch.query import SearchQuery
from opensearchpy.exceptions import OpenSearchException, RequestError
from opensearchpy.helpers import scan


class SearchBackend(OpenSearch3SearchBackend):
    """modelsearch's own results read every row again, a hundred at a time: keys are enough."""

    failure = OpenSearchException
    # A failure that is about the question, such as one of too many clauses.
    refusal = RequestError

    def body(self, query: SearchQuery, rows: QuerySet[Any], field: str) -> dict[str, Any]:
        """The JSON that asks for those of ``rows`` whose ``field`` meets ``query``."""
        compiler = self.query_compiler_class(rows, query, fields=[field])
        compiler.check()
        # In the order of the index: to score is for nothing.
        return {"query": compiler.get_query(), "sort": ["_doc"]}

    def keys(self, index: str, body: dict[str, Any], most: int) -> list[int] | None:
        """The keys of all that ``body`` asks for; none of them where they are more than ``most``.

        Raises ``failure``.
        """
        answer = self.es.search(
            index=index, body={**body, "_source": False, "size": most, "track_total_hits": most + 1}
        )
        hits = answer["hits"]
        if hits["total"]["value"] > most:
            return None
        return [int(hit["_id"]) for hit in hits["hits"]]

    def every_key(self, index: str) -> Iterator[int]:
        for hit in scan(self.es, index=index, query={"_source": False}, size=1000):
            yield int(hit["_id"])
