"""What lists of tasks and of cases are filtered by."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ..models import Definition
from ..texts import localized
from ..vocabulary import vocabularies
from .views import language


def process_choices() -> list[tuple[str, str]]:
    found = [(one.key, localized(one.title, language())) for one in Definition.objects.all()]
    return sorted(found, key=lambda choice: choice[1])


def stage_choices(among: Iterable[tuple[str, str]] | None = None) -> list[tuple[str, str]]:
    """The stages of every kind of case as ``"kind:stage"``, or of those pairs ``among`` them."""
    wanted = None if among is None else set(among)
    return [
        (
            f"{one.kind}:{stage.key}",
            _("%(process)s: %(step)s")
            % {
                "process": localized(one.label, language()),
                "step": localized(stage.label, language()),
            },
        )
        for one in vocabularies()
        for stage in one.stages
        if wanted is None or (one.kind, stage.key) in wanted
    ]
