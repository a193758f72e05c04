"""The rows of one noun: how django-import-export reads, compares and writes them.

An area subclasses ``Rows``, declares its columns, and writes through its own actions. Whatever
an action refuses with a ``ValidationError`` is told with its row and column; anything else is a
mistake of ours, undoes the whole import and stays an error.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Diff, Resource
from tablib import Dataset

from accounts.users import audit
from accounts.users.models import User
from cms.exchange.columns import Column, exchanged
from cms.exchange.tables import Table, TableRow

ROW_IMPORTED = "doorstep.row.import"


class TextDiff(Diff):
    """The cells before and after, as text; a new object had none."""

    def __init__(self, resource: "Rows", instance: Any, new: bool) -> None:
        self.new = new
        self.left = [""] * len(resource.fields) if new else self._read(resource, instance)
        self.right: list[str] = []

    def compare_with(self, resource: "Rows", instance: Any) -> None:
        self.right = self._read(resource, instance)

    def as_html(self) -> list[tuple[str, str]]:
        return list(zip(self.left, self.right, strict=True))

    @staticmethod
    def _read(resource: "Rows", instance: Any) -> list[str]:
        return [str(field.export(instance)) for field in resource.fields.values()]


class Rows(Resource):
    """``by``: who imports, ``None`` from the command line; ``file``: the name told in the audit.

    ``Meta`` names the ``model`` and, in ``import_id_fields``, the one column that a row is known
    by. Subclasses implement ``columns``, ``blank`` and ``write``; ``aliases`` maps fields that an
    action complains of to columns.
    """

    aliases: ClassVar[Mapping[str, str]] = {}

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = False
        use_transactions = True
        # Rows are found by ``find``.
        instance_loader_class = BaseInstanceLoader

    def __init__(self, *, by: User | None, now: datetime, file: str = "") -> None:
        super().__init__()
        self.by, self.now, self.file = by, now, file
        self.fields = {column.name: column for column in self.columns()}
        self.is_new = False
        self.numbers: Sequence[TableRow] = ()
        self.keys: Counter[str] = Counter()

    @classmethod
    def columns(cls) -> list[Column]:
        raise NotImplementedError

    def blank(self) -> Any:
        """An object for a row whose key is not known. Raises ``ValidationError`` if there may be
        none."""
        raise NotImplementedError

    def write(self, instance: Any, values: Mapping[str, Any]) -> Model:
        """Create or change the object by an action, with ``values`` by column; the one written."""
        raise NotImplementedError

    @classmethod
    def get_queryset(cls) -> QuerySet[Any]:
        """All that are exported, in the order of the file, with what the columns read."""
        objects: QuerySet[Any] = cls._meta.model._default_manager.all()
        return objects

    def find(self, key: str) -> Any:
        """The object that bears ``key``, or ``None``."""
        return self.get_queryset().filter(**{self.key_column(): key}).first()

    @classmethod
    def key_column(cls) -> str:
        (name,) = cls._meta.import_id_fields
        return str(name)

    @property
    def actor(self) -> User:
        """Who does it in the eyes of actions that ask."""
        return self.by or User.objects.system()

    # What django-import-export asks for.

    @classmethod
    def get_diff_class(cls) -> type[TextDiff]:
        return TextDiff

    def prepare(self, table: Table) -> Dataset:
        """The library's own table; rows are known by their place in it."""
        self.numbers = table.rows
        at = table.headers.index(self.key_column())
        kind = self.fields[self.key_column()].widget
        self.keys = Counter(kind.clean(row.cells[at]) for row in table.rows)
        return Dataset(*(row.cells for row in table.rows), headers=table.headers)

    def before_import_row(self, row: Any, row_number: int = 0, **options: Any) -> None:
        sent = self.numbers[row_number - 1]
        if sent.is_too_long:
            raise ValidationError(_("This row has more cells than there are columns."))
        name = self.key_column()
        key = self.fields[name].widget.clean(row[name])
        if not key:
            raise ValidationError({name: _("Fill this in.")})
        if self.keys[key] > 1:
            sentence = _("“%(key)s” stands in %(count)s rows of this file.")
            raise ValidationError({name: sentence % {"key": key, "count": self.keys[key]}})

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        name = self.key_column()
        return self.find(self.fields[name].widget.clean(row[name]))

    def init_instance(self, row: Any = None) -> Any:
        return self.blank()

    def after_init_instance(self, instance: Any, new: bool, row: Any, **options: Any) -> None:
        self.is_new = new

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        if self.is_new:
            return False
        return bool(super().skip_row(instance, original, row, import_validation_errors))

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        changed = sorted(exchanged(instance))
        try:
            written = self.write(instance, exchanged(instance))
        except ValidationError as refused:
            raise self._by_column(refused) from refused
        data = {"file": self.file, "columns": changed}
        audit.record(written, ROW_IMPORTED, by=self.by, data=data)

    def _by_column(self, refused: ValidationError) -> ValidationError:
        """The same, told by columns; what belongs to none of them is told of the row."""
        told: dict[str, list[str]] = {}
        errors = getattr(refused, "message_dict", {NON_FIELD_ERRORS: refused.messages})
        for field, messages in errors.items():
            column = self.aliases.get(field, field)
            told.setdefault(column if column in self.fields else NON_FIELD_ERRORS, []).extend(
                messages
            )
        return ValidationError(told)
