"""A question as the database asks it: by its full-text index, which Django has no word for.

``SearchEntry.objects.filter(lexemes__met=write(question, "t:"))``. PostgreSQL asks the column
``vector``, SQLite the table ``search_index``: both are made of ``lexemes`` by the database itself
(migration 0002), and both answer the same.
"""

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
        return f"{self._alias(compiler)}.vector @@ %s::tsquery", [self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        found = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
        return f"{self._alias(compiler)}.document_id IN ({found})", [self.rhs]

    def _alias(self, compiler: Any) -> str:
        if not isinstance(self.lhs, Col):
            raise TypeError("Only the lexemes of an entry can be asked.")
        quoted: str = compiler.quote_name_unless_alias(self.lhs.alias)
        return quoted
