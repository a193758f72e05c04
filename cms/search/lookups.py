"""A question as the database asks it: by its full-text index, which Django has no word for.

``SearchEntry.objects.filter(lexemes__met=write(question, "t:"))``. PostgreSQL asks the column
``vector``, SQLite the table ``search_index``: both are made of ``lexemes`` by the database itself
(migration 0002), and both answer the same.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Lookup, TextField
from django.db.models.expressions import Col

from cms.search.questions import Question

# By database: around a lexeme, between what must all be there, between what may.
SIGNS = {"postgresql": ("'", " & ", " | "), "sqlite": ('"', " AND ", " OR ")}


def write(question: Question, prefix: str = "") -> str:
    """``question`` to one field, named by the prefix of its lexemes; they hold no quotes."""
    quote, both, either = SIGNS[connection.vendor]
    groups = []
    for group in question.groups:
        ways = (
            both.join(f"{quote}{prefix}{lexeme}{quote}" for lexeme in sorted(way))
            for way in sorted(group, key=sorted)
        )
        groups.append("(" + either.join(f"({way})" for way in ways) + ")")
    return both.join(groups)


@TextField.register_lookup
class Met(Lookup[Any]):
    """Whether the lexemes of an entry meet a question, as ``write`` has it."""

    lookup_name = "met"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return f"{_alias(self, compiler)}.vector @@ %s::tsquery", [self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        found = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
        return f"{_alias(self, compiler)}.document_id IN ({found})", [self.rhs]


def write_keys(keys: Iterable[int]) -> str:
    """``keys`` as one value, however many they are."""
    written = ",".join(map(str, keys))
    return f"{{{written}}}" if connection.vendor == "postgresql" else f"[{written}]"


@TextField.register_lookup
class Named(Lookup[Any]):
    """Whether an entry is one of some that meet a question by another index, by ``write_keys``."""

    lookup_name = "named"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return f"{_alias(self, compiler)}.document_id = ANY(%s::bigint[])", [self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        named = "SELECT value FROM json_each(%s)"
        return f"{_alias(self, compiler)}.document_id IN ({named})", [self.rhs]


def _alias(lookup: Lookup[Any], compiler: Any) -> str:
    if not isinstance(lookup.lhs, Col):
        raise TypeError("Only the lexemes of an entry can be asked.")
    quoted: str = compiler.quote_name_unless_alias(lookup.lhs.alias)
    return quoted
