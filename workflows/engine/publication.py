"""Drafts, immutable versions, and which version new cases get."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _

from accounts.users import audit
from accounts.users.managers import SYSTEM_USERNAME
from accounts.users.models import Team, User

from .checks import People, check
from .definition import ProcessDefinition, content_hash, parse
from .flows import flow_of
from .models import Case, Definition, Rollout, Version
from .problems import Problem, has_errors, listed
from .refusals import InvalidDefinition, NotAvailable, NotFound, StaleDraft
from .vocabulary import vocabularies, vocabulary

EVERY_CASE = 100


@dataclass(frozen=True)
class Reach:
    """Which new cases a rollout is for: ``share`` percent of those in ``scope``, from
    ``starts_at`` on; ``None`` is now.
    """

    starts_at: datetime | None = None
    share: int = EVERY_CASE
    scope: Mapping[str, object] = field(default_factory=dict)


EVERYBODY = Reach()


def save_draft(
    key: str,
    *,
    definition: Mapping[str, Any],
    note: str,
    etag: str,
    by: User | None,
    now: datetime,
) -> Definition:
    """Save the draft of ``key``. ``etag`` is the one it was read with, empty for a new process.

    The draft need not pass the check, but must be readable: ``InvalidDefinition``. ``StaleDraft``
    when somebody saved in between.
    """
    parsed = _parse(key, definition)
    values = {
        "draft": dict(definition),
        "draft_note": note,
        "draft_author": by,
        "draft_saved_at": now,
    }
    if not etag:
        return _create(key, parsed.kind, values)
    # The revision is in the condition: of two who read the same draft, one saves.
    changed = Definition.objects.filter(key=key, kind=parsed.kind, revision=_revision(etag))
    if not changed.update(revision=F("revision") + 1, **values):
        raise StaleDraft
    return Definition.objects.get(key=key)


def check_draft(key: str) -> list[Problem]:
    """What is wrong with the draft, worst first; an unreadable one has the problems of reading."""
    row = find_definition(key)
    try:
        return check_definition(_parse(key, row.draft), _people())
    except InvalidDefinition as error:
        return error.problems


@transaction.atomic
def publish_draft(
    key: str, *, by: User | None, note: str, now: datetime, to: Reach = EVERYBODY
) -> Version:
    """Make the draft a version and roll it out as ``to`` says: to every new case from ``now`` on.

    ``InvalidDefinition`` with the problems that the check finds, ``NotAvailable`` as
    ``add_rollout``. A content that is a version already is not published again: that version is
    rolled out, unless every new case has it now.
    """
    # Numbers are given one after the other.
    row = Definition.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise NotFound
    parsed = _parse(key, row.draft)
    problems = check_definition(parsed, _people())
    if has_errors(problems):
        raise InvalidDefinition(problems)
    version = _version(row, parsed, by=by, note=note, now=now)
    row.draft_base = version
    row.save(update_fields=["draft_base"])
    if to != EVERYBODY or not _is_for_every_case(version, now=now):
        _roll_out(version, to, by=by, note=note, now=now)
        audit.record(row, "doorstep.process.publish", by=by, data={"version": version.number})
    return version


@transaction.atomic
def roll_back(key: str, *, to: int, by: User | None, note: str, now: datetime) -> Rollout:
    """Let new cases have the older version ``to`` again. Running cases stay where they are."""
    version = find_version(key, to)
    rollout = _roll_out(version, EVERYBODY, by=by, note=note, now=now)
    audit.record(
        version.definition, "doorstep.process.roll_back", by=by, data={"version": version.number}
    )
    return rollout


@transaction.atomic
def add_rollout(
    key: str,
    *,
    version: int,
    to: Reach,
    note: str,
    by: User | None,
    now: datetime,
) -> Rollout:
    """Let the new cases that ``to`` says have ``version``.

    ``NotAvailable`` for a scope that the vocabulary does not declare.
    """
    return _roll_out(find_version(key, version), to, by=by, note=note, now=now)


def version_for(
    key: str, *, scope: Mapping[str, str], draw: Callable[[], str], now: datetime
) -> Version:
    """The version of a new case: that of the newest rollout which fits it.

    A share is decided by the first 32 bits of SHA-256 of ``"<key>:<draw>"``, modulo 100. ``draw``
    tells one new case from another; it is called only where a rollout has a share.
    """
    rollouts = Rollout.objects.filter(version__definition__key=key, starts_at__lte=now)
    # A start needs the content only where this process has not compiled the version yet.
    known = rollouts.select_related("version__definition").defer(
        "version__content", "version__definition__draft"
    )
    bucket: int | None = None
    for rollout in known:
        if any(scope.get(name) != value for name, value in rollout.scope.items()):
            continue
        if rollout.share < EVERY_CASE and bucket is None:
            bucket = int(hashlib.sha256(f"{key}:{draw()}".encode()).hexdigest()[:8], 16) % 100
        if rollout.share == EVERY_CASE or (bucket is not None and bucket < rollout.share):
            return rollout.version
    find_definition(key)
    raise NotAvailable(_("This process is not published."), code="not_published")


def draw_of(key: str, starter: User) -> str:
    """What the next case of the process that ``starter`` begins draws its version with.

    It does not change until that case is there, so that the form which was read is of the version
    that the answers come to.
    """
    begun = Case.objects.filter(definition__key=key, starter=starter).count()
    return f"{starter.uuid}:{begun}"


def current_version(definition: Definition, *, now: datetime) -> Version | None:
    """The version that every new case gets now, shares and scopes aside."""
    rollout = (
        definition.rollouts.filter(starts_at__lte=now, share=100, scope={})
        .select_related("version")
        .first()
    )
    return rollout.version if rollout else None


def find_definition(key: str) -> Definition:
    """The process ``key``, or ``NotFound``."""
    row = Definition.objects.filter(key=key).first()
    if row is None:
        raise NotFound(_("There is no such process."))
    return row


def find_version(key: str, number: int) -> Version:
    """A version of the process ``key`` with its definition, or ``NotFound``."""
    row = (
        Version.objects.select_related("definition")
        .filter(definition__key=key, number=number)
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such version."))
    return row


def _create(key: str, kind: str, values: Mapping[str, Any]) -> Definition:
    try:
        with transaction.atomic():
            return Definition.objects.create(key=key, kind=kind, **values)
    except IntegrityError as error:
        # Somebody made it first: theirs was not read.
        raise StaleDraft from error


def _parse(key: str, definition: object) -> ProcessDefinition:
    parsed = parse(definition)
    if parsed.key != key:
        text = _("The key is “%(found)s”, but this is the process “%(key)s”: make them equal.") % {
            "found": parsed.key,
            "key": key,
        }
        raise InvalidDefinition([Problem("error", "", "wrong_key", text)])
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
    return check(definition, words, people, languages=[code for code, _name in settings.LANGUAGES])


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


def _version(
    row: Definition, parsed: ProcessDefinition, *, by: User | None, note: str, now: datetime
) -> Version:
    digest = content_hash(parsed)
    known = Version.objects.filter(definition=row, content_hash=digest).first()
    if known is not None:
        return known
    last = row.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version.objects.create(
        definition=row,
        number=last + 1,
        content_hash=digest,
        content=row.draft,
        note=note,
        author=by,
        published_at=now,
    )
    # Compiled here once, so that what cannot run is never published.
    flow_of(version)
    return version


def _is_for_every_case(version: Version, *, now: datetime) -> bool:
    newest = version.definition.rollouts.filter(starts_at__lte=now).first()
    return newest is not None and (newest.version_id, newest.share, newest.scope) == (
        version.pk,
        EVERY_CASE,
        {},
    )


def _roll_out(version: Version, to: Reach, *, by: User | None, note: str, now: datetime) -> Rollout:
    words = vocabulary(version.definition.kind)
    known = {variable.name for variable in words.variables if variable.scope}
    if unknown := sorted(set(to.scope) - known):
        text = _("Rollouts of this process cannot depend on: %s.") % ", ".join(unknown)
        raise NotAvailable(text, code="unknown_scope")
    return Rollout.objects.create(
        definition=version.definition,
        version=version,
        starts_at=to.starts_at or now,
        share=to.share,
        scope=dict(to.scope),
        note=note,
        author=by,
        created_at=now,
    )


def _revision(etag: str) -> int:
    # Nine digits fit the column; isdigit() would pass what int() does not read, such as "²".
    if not (etag.isdecimal() and len(etag) <= 9):
        raise StaleDraft
    return int(etag)
