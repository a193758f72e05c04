"""What a definition may name, in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import pgettext

from workflows.engine.models import Definition
from workflows.engine.texts import localized
from workflows.engine.values import FIELD_WORDS
from workflows.engine.vocabulary import Vocabulary, vocabulary
from workflows.engine.wording import OWN_VARIABLES

from ..forms.beginnings import NEW_OUTCOME, in_every_language
from ..forms.kinds import FIELD_TYPES, ICONS, STEP_KINDS
from ..forms.people import staff
from .answering import language


def known(definition: Definition) -> dict[str, Any]:
    words, people = vocabulary(definition.kind), staff()
    return {
        "language": language(),
        "between": pgettext("between names", ", "),
        "kinds": [
            {"key": key, "label": str(label), "icon": ICONS[key]}
            for key, label in STEP_KINDS.items()
        ],
        "fieldKinds": _pairs(FIELD_TYPES.items()) + _labelled(words.personal_types),
        "actions": _labelled(words.actions),
        "events": _labelled(words.events),
        "stages": _labelled(words.stages),
        "actors": _labelled(words.actors),
        "roles": _pairs(people.roles),
        "teams": _pairs(people.teams),
        "people": _pairs(people.people),
        "variables": _variables(words),
        "fieldTypes": dict(FIELD_WORDS),
        "derivations": {
            kind.key: {name: one.type for name, one in kind.derivations.items()}
            for kind in words.personal_types
        },
        "fresh": {"outcome": in_every_language(NEW_OUTCOME)},
    }


def _variables(words: Vocabulary) -> list[dict[str, str]]:
    types = {"case.started_at": "timestamp", "now": "timestamp"}
    own = [
        {"name": name, "type": types.get(name, "string"), "label": str(label)}
        for name, label in OWN_VARIABLES.items()
    ]
    return own + [
        {"name": one.name, "type": one.type, "label": localized(one.label, language())}
        for one in words.variables
    ]


def _labelled(things: Iterable[Any]) -> list[dict[str, str]]:
    return [{"key": one.key, "label": localized(one.label, language())} for one in things]


def _pairs(things: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
    return [{"key": key, "label": str(label)} for key, label in things]
