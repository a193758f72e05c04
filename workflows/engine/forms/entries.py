"""One field on one form, with everything compiled that its answers need."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..conditions import compile_condition
from ..definition import Access, FieldDefinition, FormField
from ..expressions import Environment, Expression
from ..refusals import ExpressionFailed
from ..variables import Facts
from ..vocabulary import PersonalType, Vocabulary
from .checkers import checker_for
from .tables import AnyChecker, table_checker


@dataclass(frozen=True)
class FormEntry:
    """A field as one form asks it."""

    field: FieldDefinition
    required: bool
    access: Mapping[str, Access]
    checker: AnyChecker
    show_when: Expression | None
    personal: PersonalType | None

    @property
    def key(self) -> str:
        return self.field.key

    @property
    def is_sealed(self) -> bool:
        return self.field.personal or self.personal is not None

    def is_shown(self, facts: Facts) -> bool:
        """Whether the field is asked. A condition on an unanswered question is not met."""
        if self.show_when is None:
            return True
        try:
            return self.show_when.holds(facts)
        except ExpressionFailed as failed:
            if failed.code == "value_missing":
                return False
            raise


def compile_entry(
    wanted: FormField,
    declared: FieldDefinition,
    vocabulary: Vocabulary,
    environment: Environment,
) -> FormEntry:
    """The entry of ``declared`` on a form that lists it as ``wanted``."""
    personal = vocabulary.personal_type(declared.type)
    is_table = declared.type == "table"
    condition = declared.show_when
    return FormEntry(
        field=declared,
        required=declared.required if wanted.required is None else wanted.required,
        access=wanted.access,
        checker=table_checker(declared) if is_table else checker_for(declared, personal),
        show_when=compile_condition(condition, environment) if condition else None,
        personal=personal,
    )
