"""A question as the database asks it: by its full-text index, which Django has no word for.

``SearchEntry.objects.filter(lexemes__met=Asked(question, "t:"))``. PostgreSQL asks the column
``vector``, SQLite the table ``search_index``: both are made of ``lexemes`` by the database itself
(migration 0002), and both answer the same.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Lookup, TextField
from django.db.models.expressions import Col

from cms.search.questions import Question


@dataclass(frozen=True)
class Asked:
    """A question to one field, named by the prefix of its lexemes."""

    question: Question
    prefix: str = ""


class Written(str):
    """A question in the language of a database, that can also be asked of another field."""

    asked: Asked
    signs: tuple[str, str, str]

    def of(self, prefix: str) -> str:
        return write(Asked(self.asked.question, prefix), *self.signs)


def write(asked: Asked, quote: str, both: str, either: str) -> Written:
    """``asked`` as text; lexemes hold no quotes."""
    groups = []
    for group in asked.question.groups:
        ways = (
            both.join(f"{quote}{asked.prefix}{lexeme}{quote}" for lexeme in sorted(way))
            for way in sorted(group, key=sorted)
        )
        groups.append("(" + either.join(f"({way})" for way in ways) + ")")
    written = Written(both.join(groups))
    written.asked, written.signs = asked, (quote, both, either)
    return written


@TextField.register_lookup
class Met(Lookup[Any]):
    """Whether the lexemes of an entry meet a question."""

    lookup_name = "met"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        asked = write(self.rhs, "'", " & ", " | ")
        return f"{self._alias(compiler)}.vector @@ %s::tsquery", [asked]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        asked = write(self.rhs, '"', " AND ", " OR ")
        found = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
        return f"{self._alias(compiler)}.document_id IN ({found})", [asked]

    def _alias(self, compiler: Any) -> str:
        if not isinstance(self.lhs, Col):
            raise TypeError("Only the lexemes of an entry can be asked.")
        quoted: str = compiler.quote_name_unless_alias(self.lhs.alias)
        return quoted
