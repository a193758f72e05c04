"""Decision tables, after DMN 1.3: inputs are compared row by row, outputs are written."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, JsonValue, model_validator

from .conditions import Operator
from .step import StepBase
from .texts import Key, Part, StepId, Text


class TableInput(Part):
    """A column that is compared with a variable."""

    var: str = Field(min_length=1, description="A declared variable such as “data.years”.")
    label: Text | None = None


class TableOutput(Part):
    """A column whose value is written into a field."""

    field: Key
    collect: Literal["list", "sum", "min", "max", "count"] | None = Field(
        None, description="How the values of all rows that fit become one; with “collect” only."
    )


class Compared(Part):
    """A cell with an operator of the condition builder."""

    op: Operator
    value: JsonValue = None


class Within(Part):
    """A cell with a range: from ``min``, which is in it, up to ``below``, which is not."""

    min: int | float | str | None = Field(None, description="The first value inside.")
    below: int | float | str | None = Field(None, description="The first value beyond.")

    @model_validator(mode="after")
    def _one_at_least(self) -> "Within":
        if self.min is None and self.below is None:
            raise ValueError(_("give “min”, “below” or both; an empty cell fits everything"))
        return self


# An empty cell fits everything.
Cell = Annotated[Compared | Within | None, Field(union_mode="smart")]


class TableRow(Part):
    """One rule: it fits where all its cells do."""

    cells: tuple[Cell, ...] = Field(description="One per input.")
    values: tuple[JsonValue, ...] = Field((), description="One per output; null writes nothing.")
    to: StepId | None = Field(None, description="Its own way on; not with “collect”.")
    note: str = Field("", max_length=200)


class TableStep(StepBase):
    """A decision table: the rows that fit give values, and where it leads.

    ``first`` takes the first row that fits; ``unique`` fails where several do; ``collect`` takes
    all. Where none does, ``otherwise`` is the way on; without it the step fails, except with
    ``collect``, which goes on.
    """

    kind: Literal["table"]
    policy: Literal["first", "unique", "collect"] = "first"
    inputs: tuple[TableInput, ...] = Field(min_length=1)
    outputs: tuple[TableOutput, ...] = ()
    rows: tuple[TableRow, ...] = Field(min_length=1)
    next: StepId
    otherwise: StepId | None = None
    on_error: StepId | None = Field(None, description="The way on when it fails.")
