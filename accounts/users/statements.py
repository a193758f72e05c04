"""Statements that are composed once, for what is asked all the time.

To compose the SQL of a queryset takes Django several times as long as to send it. What the same
function finds for the same names differs in values alone: it is composed for ``Parameter``s, and
kept; afterwards the values are put in.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import CharField, Expression, QuerySet

# Of each kind of list every choice of filters and orders is one.
KEPT = 1024
Row = tuple[Any, ...]
Find = Callable[..., QuerySet[Any]]


class Parameter(Expression):
    """In a queryset, or in the parameters of SQL in it: the value of this name, given later."""

    output_field = CharField()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, *_args: Any, **_options: Any) -> tuple[str, Any]:
        return "%s", (self,)


class Statement:
    """The SQL of ``rows``, a queryset of tuples whose values are ``Parameter``s."""

    def __init__(self, rows: QuerySet[Any, Row]) -> None:
        compiler = rows.query.get_compiler(connection=connection)
        self.sql, self.parameters = compiler.as_sql()
        self.converters = compiler.get_converters([column for column, *_ in compiler.select])

    def filled(self, values: Mapping[str, Any]) -> list[Any]:
        """The parameters of ``sql`` for these values by name."""
        return [
            values[each.name] if isinstance(each, Parameter) else each for each in self.parameters
        ]

    def run(self, values: Mapping[str, Any], part: slice | None = None) -> list[Row]:
        """The rows for these values by name; all, or a part that has both ends."""
        sql, parameters = self.sql, self.filled(values)
        if part is not None:
            sql += " LIMIT %s OFFSET %s"
            parameters += [part.stop - part.start, part.start]
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows: list[Row] = cursor.fetchall()
        return [self._converted(row) for row in rows] if self.converters else rows

    def _converted(self, row: Row) -> Row:
        values = list(row)
        for at, (converters, column) in self.converters.items():
            for convert in converters:
                values[at] = convert(values[at], column, connection)
        return tuple(values)


@dataclass(frozen=True)
class PreparedQuery:
    """What ``find(*kinds, **values)`` finds: the statement depends on the kinds, and on which
    values there are.
    """

    find: Find
    kinds: Sequence[Hashable]
    values: Mapping[str, Any]

    def rows(self) -> QuerySet[Any]:
        """As a queryset, to count or to go on from."""
        return self.find(*self.kinds, **self.values)

    def count(self) -> int:
        return self.rows().count()

    def answer(self, columns: Sequence[str], part: slice | None = None) -> list[Row]:
        """These columns of the rows; of all, or of a part that has both ends."""
        statement = _composed(self.find, tuple(self.kinds), tuple(self.values), tuple(columns))
        return statement.run(self.values, part)


@lru_cache(KEPT)
def _composed(
    find: Find, kinds: Sequence[Hashable], names: Sequence[str], columns: Sequence[str]
) -> Statement:
    rows = find(*kinds, **{name: Parameter(name) for name in names})
    return Statement(rows.values_list(*columns))
