"""Drafts: saved under a tag, and checked by what this installation is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.managers import SYSTEM_USERNAME
from accounts.users.models import Team, User

from .checks import People, check
from .definition import ProcessDefinition, outline, parse
from .flows import flow_of
from .models import Definition
from .problems import Problem, has_errors, listed
from .refusals import InvalidDefinition, StaleDraft
from .versions import current_version, find_definition
from .vocabulary import vocabularies, vocabulary


def save_draft(
    key: str,
    *,
    definition: Mapping[str, Any],
    note: str,
    etag: str,
    by: User | None,
    now: datetime,
    unfinished: bool = False,
) -> Definition:
    """Save the draft of ``key``. ``etag`` is the one it was read with, empty for a new process.

    The draft need not pass the check, but must be readable: ``InvalidDefinition``. What editors
    save while somebody writes is ``unfinished``: of that only its key and kind are read.
    ``StaleDraft`` when somebody saved in between.
    """
    kind = _kind(key, definition) if unfinished else _parse(key, definition).kind
    values = {
        "draft": dict(definition),
        "draft_note": note,
        "draft_author": by,
        "draft_saved_at": now,
    }
    if not etag:
        return _create(key, kind, values)
    # The revision is in the condition: of two who read the same draft, one saves.
    changed = Definition.objects.filter(key=key, kind=kind, revision=_revision(etag))
    if not changed.update(revision=F("revision") + 1, **values):
        raise StaleDraft
    return Definition.objects.get(key=key)


def check_draft(key: str) -> list[Problem]:
    """What is wrong with the draft, worst first; an unreadable one has the problems of reading."""
    return check_unsaved(key, find_definition(key).draft)


def check_unsaved(key: str, definition: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a definition of ``key`` that somebody is still writing, as
    ``check_draft``.
    """
    try:
        return check_definition(_parse(key, definition), _people())
    except InvalidDefinition as error:
        return error.problems


def publishable(key: str, definition: Mapping[str, Any]) -> ProcessDefinition:
    """A definition of ``key`` that may be published here; ``InvalidDefinition`` says why not."""
    parsed = _parse(key, definition)
    problems = check_definition(parsed, _people())
    if has_errors(problems):
        raise InvalidDefinition(problems)
    return parsed


def check_definition(definition: ProcessDefinition, people: People | None = None) -> list[Problem]:
    """What is wrong with a definition, worst first; with ``people``, for this installation."""
    try:
        words = vocabulary(definition.kind)
    except KeyError:
        known = listed(one.kind for one in vocabularies())
        message = _("There is no kind of process “%(kind)s”; choose one of %(known)s.")
        return [
            Problem(
                "error", "", "unknown_kind", message % {"kind": definition.kind, "known": known}
            )
        ]
    return check(
        definition,
        words,
        people,
        languages=[code for code, _name in settings.LANGUAGES],
        processes=_published,
    )


def _published(key: str) -> ProcessDefinition | None:
    """What the next cases of another process run."""
    row = Definition.objects.filter(key=key).first()
    version = current_version(row, now=timezone.now()) if row is not None else None
    return flow_of(version).compiled.definition if version is not None else None


def _people() -> People:
    """How many people there are behind the names of a definition."""
    active = Count("user", filter=Q(user__is_active=True))
    members = Count("members", filter=Q(members__is_active=True))
    roles = dict(Group.objects.annotate(n=active).values_list("name", "n"))
    teams = dict(Team.objects.annotate(n=members).values_list("slug", "n"))
    return People(
        in_role=roles.get,
        in_team=teams.get,
        of_name=_people_named,
    )


def _people_named(name: str) -> int | None:
    # The platform itself begins cases too, though it can never log in.
    able = Q(is_active=True) | Q(username=SYSTEM_USERNAME)
    return User.objects.filter(able, username=name).count() or None


def _create(key: str, kind: str, values: Mapping[str, Any]) -> Definition:
    try:
        with transaction.atomic():
            return Definition.objects.create(key=key, kind=kind, **values)
    except IntegrityError as error:
        # Somebody made it first: theirs was not read.
        raise StaleDraft from error


def _parse(key: str, definition: object) -> ProcessDefinition:
    parsed = parse(definition)
    _refuse_other_key(key, parsed.key)
    return parsed


def _kind(key: str, definition: object) -> str:
    found, kind = outline(definition)
    _refuse_other_key(key, found)
    return kind


def _refuse_other_key(key: str, found: str) -> None:
    if found != key:
        text = _("The key is “%(found)s”, but this is the process “%(key)s”: make them equal.")
        raise InvalidDefinition(
            [Problem("error", "", "wrong_key", text % {"found": found, "key": key})]
        )


def _revision(etag: str) -> int:
    # Nine digits fit the column; isdigit() would pass what int() does not read, such as "²".
    if not (etag.isdecimal() and len(etag) <= 9):
        raise StaleDraft
    return int(etag)
