"""Tables: rows of answers."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..definition import Column, FieldDefinition
from .checkers import MAX_ROWS, Checker, FindUpload, ManyUnfit, Unfit, checker_for


@dataclass(frozen=True)
class TableChecker:
    """Reads the rows of a table; the same interface as ``Checker``."""

    field: Column
    columns: tuple[Checker, ...]
    least: int
    most: int

    def check(self, value: object, find_upload: FindUpload) -> object:
        """The rows with their values normalised, ``None`` for none; else ``ManyUnfit``."""
        if value is None or value == []:
            return None
        if not isinstance(value, list):
            raise Unfit("table", _("Give a list of rows."))
        if not self.least <= len(value) <= self.most:
            limits = {"least": self.least, "most": self.most}
            raise Unfit("rows", _("Give %(least)d to %(most)d rows.") % limits)
        found: list[Unfit] = []
        rows = [self._row(index, row, find_upload, found) for index, row in enumerate(value)]
        if found:
            raise ManyUnfit(found)
        return rows

    def _row(
        self, index: int, row: object, find_upload: FindUpload, found: list[Unfit]
    ) -> dict[str, object]:
        if not isinstance(row, dict):
            found.append(Unfit("row", _("Give a row as an object."), (index,)))
            return {}
        known = {column.field.key for column in self.columns}
        found.extend(
            Unfit("unknown_field", _("There is no such column."), (index, str(key)))
            for key in row
            if key not in known
        )
        clean: dict[str, object] = {}
        for column in self.columns:
            key = column.field.key
            try:
                value = column.check(row.get(key), find_upload)
                if value is None and column.field.required:
                    raise Unfit("missing", _("Fill this in."))
            except Unfit as unfit:
                found.append(Unfit(unfit.kind, unfit.message, (index, key, *unfit.loc)))
            else:
                if value is not None:
                    clean[key] = value
        return clean


def table_checker(field: FieldDefinition) -> TableChecker:
    """The checker of a table."""
    rules = field.rules
    return TableChecker(
        field,
        tuple(checker_for(column) for column in field.columns),
        least=(rules.min_length if rules else None) or 0,
        most=min((rules.max_length if rules else None) or MAX_ROWS, MAX_ROWS),
    )


AnyChecker = Checker | TableChecker
