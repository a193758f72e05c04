"""The form of one part: drawn, read back, and told where it does not fit."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from pydantic import ValidationError

from workflows.engine.definition import CaseAction, FieldDefinition, Step, Text
from workflows.engine.definition.limits import beyond_limits

from ..lenient import adapter, mapping
from .advice import told
from .asked import CASE_ACTION, CONSTANTS, DETAILS, STEPS, field_of
from .controls.base import Control
from .desk import Desk, Place
from .naming import proposed, taken
from .parts import UnknownPart, find_part

MODELS: Mapping[str, Any] = {"steps": Step, "fields": FieldDefinition, "case_actions": CaseAction}
#: Buttons that end the work on a form; all others give it again.
SAVING = ("", "save")


def part_form(
    definition: Mapping[str, Any], path: str, *, language: str, posted: QueryDict | None = None
) -> "PartForm":
    """The form of the part at ``path``, of a definition that need not be readable.

    ``UnknownPart`` where there is none, also for a step of an unknown kind.
    """
    return PartForm(Desk(definition, language, posted), path)


class PartForm:
    """``errors`` tell by control what cannot be read; ``part`` is the JSON after the posting."""

    def __init__(self, desk: Desk, path: str) -> None:
        self._desk = desk
        self.path = path
        self.before = find_part(desk.definition, path)
        with translation.override(desk.language):
            self._control = _control(path, self.before)

    @cached_property
    def part(self) -> dict[str, Any]:
        """The part's JSON, with what was posted; what cannot be read is in it as it was typed."""
        if self._desk.posted is None:
            return self.before
        with translation.override(self._desk.language):
            drawn = self._drawn()
            part = mapping(self._control.read(Place(self._desk, "", drawn)))
            if not self.saves:
                self._desk.errors.clear()
                return part
            part = proposed(self._desk, self.path, self.before, part)
            for name, message in taken(self._desk, self.path, self.before, part):
                self._desk.errors.setdefault(name, message)
            return part

    @property
    def saves(self) -> bool:
        """Whether what was posted is to be saved: no button that only changes the form."""
        return self._desk.boxes.get("do", "") in SAVING

    @property
    def errors(self) -> Mapping[str, str]:
        _read = self.part
        return self._desk.errors

    def is_valid(self) -> bool:
        """Whether everything that was posted could be read."""
        return not self.errors

    def html(self) -> SafeString:
        """The controls, without a ``<form>`` around them. What is missing yet is told, too."""
        part, desk = self.part, self._desk
        with translation.override(desk.language):
            drawn = self._control.draw(Place(desk, "", part))
            missing = self._missing(part) if desk.posted is None or self.saves else {}
            refused = dict(desk.errors)
            desk.errors.update({k: v for k, v in missing.items() if k not in refused})
            if desk.errors:
                drawn = self._control.draw(Place(desk, "", part))
            told_errors, desk.errors = desk.errors, refused
            return render_to_string(
                "designer/forms/part.html",
                {
                    "controls": drawn,
                    "drawn": json.dumps(part, ensure_ascii=False, separators=(",", ":")),
                    "errors": len(told_errors),
                },
            )

    def _drawn(self) -> Mapping[str, Any]:
        """The part as the posted form showed it, whose rows are then known by their places."""
        text = self._desk.boxes.get("drawn")
        if not text:
            return self.before
        try:
            drawn = json.loads(text)
        except (ValueError, RecursionError):
            return self.before
        return drawn if isinstance(drawn, dict) and not beyond_limits(drawn) else self.before

    def _missing(self, part: Mapping[str, Any]) -> dict[str, str]:
        model = MODELS.get(self.path.partition("/")[0])
        if model is None:
            return {} if self.path == "constants" else _details(part)
        try:
            adapter(model).validate_python(part)
        except ValidationError as error:
            return told(error.errors(include_url=False), self._desk.places)
        return {}


def _details(part: Mapping[str, Any]) -> dict[str, str]:
    try:
        adapter(Text).validate_python(part.get("title"))
    except ValidationError:
        return {"title": _("Give the text in English; other languages are optional.")}
    return {}


def _control(path: str, part: Mapping[str, Any]) -> Control:
    kind = path.partition("/")[0]
    match kind:
        case "details":
            return DETAILS
        case "constants":
            return CONSTANTS
        case "fields":
            return field_of(str(part.get("type", "")))
        case "case_actions":
            return CASE_ACTION
    control = STEPS.get(str(part.get("kind", "")))
    if control is None:
        raise UnknownPart(path)
    return control
