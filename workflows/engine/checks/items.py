"""Steps that work on the rows of a table."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..definition import ItemsStep
from ..problems import Problem
from ..wording import joined
from .context import Checking, error, warning
from .ids import repeated
from .shape import Shape


def check_items(checking: Checking, shape: Shape, step: ItemsStep) -> Iterator[Problem]:
    """Its table, its form, and whether anything else writes there meanwhile."""
    yield from _items(checking, step)
    yield from _changed_meanwhile(checking, shape, step)


def _items(checking: Checking, step: ItemsStep) -> Iterator[Problem]:
    words, table = checking.words, checking.definition.field(step.table)
    if table is None or table.type != "table":
        message = _("choose a table field; %(field)s is none.")
        yield error(step.id, "items_table", message % {"field": words.field(step.table)})
        return
    columns = {column.key: column for column in table.columns}
    for key in repeated(entry.column for entry in step.form):
        message = _("ask for %(field)s once.") % {"field": words.column(step.table, key)}
        yield error(step.id, "form_repeated", message)
    for entry in step.form:
        if entry.column not in columns:
            message = _("the table has no column “%(key)s”; it has %(known)s.")
            known = joined(words.column(step.table, one) for one in columns)
            names = {"key": entry.column, "known": known}
            yield error(step.id, "items_column", message % names)
        elif entry.required and entry.access != "editable":
            message = _("%(field)s is required here, but nobody can fill it in; make it editable.")
            names = {"field": words.column(step.table, entry.column)}
            yield error(step.id, "unwritable", message % names)
    if step.save_outcome is None:
        return
    kept = columns.get(step.save_outcome)
    keys = {outcome.key for outcome in step.outcomes}
    options = {option.value for option in kept.options} if kept else set()
    if (
        kept is None
        or kept.type not in {"text", "choice"}
        or (kept.type == "choice" and not keys <= options)
    ):
        message = _(
            "keep the outcome in a column for text, or in a choice that has every outcome; "
            "%(column)s is none."
        )
        names = {"column": words.column(step.table, step.save_outcome)}
        yield error(step.id, "items_outcome", message % names)


def _changed_meanwhile(checking: Checking, shape: Shape, step: ItemsStep) -> Iterator[Problem]:
    """Rows are told apart by their numbers: nobody should take one out while they are worked on."""
    words, around = checking.words, set(shape.blocks.of(step.id))
    for other in checking.definition.steps:
        writes = {entry.field for entry in getattr(other, "form", ()) if hasattr(entry, "field")}
        writes |= set(getattr(other, "save", ()))
        writes |= {output.field for output in getattr(other, "outputs", ())}
        if isinstance(other, ItemsStep) and other is not step:
            writes.add(other.table)
        if step.table in writes and around & set(shape.blocks.of(other.id)):
            message = _(
                "%(step)s may change the table %(table)s at the same time; lead to it before "
                "or after."
            )
            names = {"step": words.step(other.id), "table": words.field(step.table)}
            yield warning(step.id, "items_changed", message % names)
    for action in checking.definition.case_actions:
        if step.table in {entry.field for entry in action.form}:
            message = _(
                "the case action %(action)s may change the table %(table)s while rows are open; "
                "ask for it elsewhere."
            )
            names = {
                "action": words.case_action(action.key),
                "table": words.field(step.table),
            }
            yield warning(step.id, "items_changed", message % names)
