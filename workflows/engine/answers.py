"""Answers to a form on their way into a case: read, sealed where personal, files attached."""

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.functional import cached_property

from accounts.sealed.actions import seal
from accounts.uploads.actions import attach_uploads
from accounts.uploads.models import Upload

from .forms import Cleaned, StepForm, UploadFacts
from .transition import Transition
from .variables import Facts
from .vocabulary import Vocabulary

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.users.models import User


class ActorKeys(Collection[str]):
    """What a person is called on forms: roles, and actors of the subject. Both are read at first
    need: most forms are the same for everybody. Before a case starts there is no ``subject``.
    """

    def __init__(
        self,
        user: "User",
        vocabulary: Vocabulary,
        subject: Callable[[], object | None] = lambda: None,
    ) -> None:
        self._user, self._vocabulary, self._subject = user, vocabulary, subject

    @cached_property
    def _keys(self) -> frozenset[str]:
        roles = set(self._user.groups.values_list("name", flat=True))
        subject = self._subject()
        if subject is None:
            return frozenset(roles)
        actors = {
            actor.key for actor in self._vocabulary.actors if self._user.pk in actor.people(subject)
        }
        return frozenset(roles | actors)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def actor_keys(transition: Transition, user: "User") -> ActorKeys:
    """What ``user`` is called on the forms of the running case."""
    return ActorKeys(user, transition.compiled.vocabulary, lambda: transition.case.about)


def read(
    form: StepForm,
    data: object,
    *,
    by: "User",
    keys: Collection[str],
    facts: Facts,
    requires: Collection[str] = (),
) -> Cleaned:
    """The answers of ``by``, or ``InvalidForm``."""
    usable = _Uploads(by, reference(facts.number), facts.now)
    return form.validate(
        data, actor_keys=keys, facts=facts, find_upload=usable.find, requires=requires
    )


def keep(transition: Transition, form: StepForm, cleaned: Cleaned) -> None:
    """Put clean answers into the case. Of personal ones it gets the references alone."""
    case = transition.case
    if not (cleaned.values or cleaned.personal):
        return
    data = {**case.data, **cleaned.values}
    derived = dict(case.derived)
    for entry in form.entries:
        if entry.personal is None:
            continue
        if entry.key in cleaned.values:
            derived = {
                name: value
                for name, value in derived.items()
                if not name.startswith(f"{entry.key}.")
            }
        for name, derivation in entry.personal.derivations.items():
            if entry.key in cleaned.personal:
                value = derivation.derive(cleaned.personal[entry.key], transition.now)
                derived[f"{entry.key}.{name}"] = value
    for key, value in cleaned.personal.items():
        purpose = f"{transition.compiled.definition.kind}.{key}"
        data[key] = str(seal(case.person, value, purpose=purpose))
    transition.change(data=data, derived=derived)
    attach(transition, cleaned)


def attach(transition: Transition, cleaned: Cleaned) -> None:
    """Let the files among the answers belong to the case."""
    if cleaned.uploads and transition.by is not None:
        to = reference(transition.case.number)
        attach_uploads(cleaned.uploads, to=to, by=transition.by, now=transition.now)


def reference(number: str) -> str:
    """What the files of a case are attached to."""
    return f"case:{number}"


class _Uploads:
    """The files that a person may answer with: their own new ones, and the case's."""

    def __init__(self, by: "User", attached_to: str, now: "datetime") -> None:
        self._usable = Upload.objects.filter(
            Q(owner=by, reference="", expires_at__gt=now) | Q(reference=attached_to)
        )

    def find(self, upload_id: str) -> UploadFacts | None:
        upload = self._usable.filter(pk=UUID(upload_id)).first()
        return UploadFacts(type=upload.type, size=upload.size) if upload else None
