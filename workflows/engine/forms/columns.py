"""The form of one row of a table."""

from ..definition import FieldDefinition, ItemColumn
from .checkers import checker_for
from .entries import FormEntry
from .step_form import StepForm

EVERYBODY = "*"


def compile_columns(form: tuple[ItemColumn, ...], table: FieldDefinition) -> StepForm:
    """A form that asks for columns of ``table``, like fields of a case of its own."""
    columns = {column.key: column for column in table.columns}
    wanted = {asked.column: asked for asked in form}
    entries = tuple(
        FormEntry(
            field=FieldDefinition.model_validate(columns[key].model_dump(exclude_unset=True)),
            required=columns[key].required if asked.required is None else asked.required,
            access={EVERYBODY: asked.access},
            checker=checker_for(columns[key]),
            show_when=None,
            personal=None,
        )
        for key, asked in wanted.items()
        if key in columns
    )
    return StepForm(entries, tuple(wanted))
