"""The form of a step: what one person is shown, and what is made of the answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..definition import FormField, ProcessDefinition
from ..expressions import Environment
from ..refusals import InvalidForm
from ..variables import Facts
from ..vocabulary import Vocabulary
from .access import access_for
from .answers import Cleaned, Reading
from .checkers import FindUpload
from .describing import describe
from .entries import FormEntry, compile_entry


@dataclass(frozen=True)
class StepForm:
    """A compiled form. Made once per step by ``compile_form``; immutable.

    ``entries`` are in the order of the definition's fields, in which answers are read; ``order``
    are their keys in the order in which the form asks them.
    """

    entries: tuple[FormEntry, ...]
    order: tuple[str, ...]

    def describe(
        self, *, actor_keys: Collection[str], language: str, facts: Facts
    ) -> dict[str, Any]:
        """The form for one person.

        ``{"schema": JSON Schema, "ui": {"order": [key], "fields": {key: hints}}, "data": current
        values}``. Hidden fields are absent, visible ones ``readOnly``. A sealed value is not in
        ``data``; its hints say ``is_set``.
        """
        by_key = {entry.key: entry for entry in self.entries}
        shown = [
            (by_key[key], access)
            for key in self.order
            if (access := access_for(by_key[key].access, actor_keys)) != "hidden"
        ]
        return describe(shown, language, facts)

    def validate(
        self,
        data: object,
        *,
        actor_keys: Collection[str],
        facts: Facts,
        find_upload: FindUpload,
        requires: Collection[str] = (),
    ) -> Cleaned:
        """Read the answers of a person, or ``InvalidForm`` with every error there is.

        ``facts`` holds the case's present values: a required field that the case has already
        need not be sent again. ``requires`` are the fields that the chosen outcome needs: they are
        to be answered with it, a sealed one aside, or to be there where this person is not asked.
        Fields are read in the order of the definition, so that a condition sees the answers
        before it. What is not asked any more is cleared.
        """
        if not isinstance(data, Mapping):
            message = _("Give the answers as an object.")
            raise InvalidForm(errors=[{"loc": ["data"], "type": "dict_type", "msg": message}])
        reading = Reading(facts, find_upload, requires)
        editable = self._editable(data, actor_keys, reading)
        for entry in editable:
            reading.read(entry, data)
        # What the outcome needs but this person cannot fill in must be there already.
        asked = {entry.key for entry in editable}
        for key in requires:
            if key not in asked and facts.data.get(key) is None:
                reading.refuse(key, "missing", _("This has to be filled in first."))
        if reading.errors:
            raise InvalidForm(errors=reading.errors)
        return Cleaned(reading.values, reading.personal, tuple(reading.uploads))

    def _editable(
        self, data: Mapping[str, object], actor_keys: Collection[str], reading: Reading
    ) -> list[FormEntry]:
        """The entries the person may fill in; refuses answers to all others."""
        access = {entry.key: access_for(entry.access, actor_keys) for entry in self.entries}
        for key in data:
            # A hidden field is refused in the words of one that does not exist.
            if access.get(key, "hidden") == "hidden":
                reading.refuse(str(key), "unknown_field", _("This form has no such field."))
            elif access[key] == "visible":
                reading.refuse(key, "read_only", _("You may see this, but not change it."))
        return [entry for entry in self.entries if access[entry.key] == "editable"]


def compile_form(
    form: tuple[FormField, ...],
    definition: ProcessDefinition,
    vocabulary: Vocabulary,
    environment: Environment,
) -> StepForm:
    """The form of a step, or of a case action. ``definition`` has passed the check."""
    wanted = {asked.field: asked for asked in form}
    entries = tuple(
        compile_entry(wanted[declared.key], declared, vocabulary, environment)
        for declared in definition.fields
        if declared.key in wanted
    )
    return StepForm(entries, tuple(wanted))
