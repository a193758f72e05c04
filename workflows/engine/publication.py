"""Publication: drafts become immutable versions, which are rolled out to new cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.users import audit
from accounts.users.models import User

from .definition import ProcessDefinition, content_hash
from .drafts import publishable
from .flows import flow_of
from .models import Definition, Rollout, Version
from .refusals import NotAvailable, NotFound
from .versions import EVERY_CASE, find_version
from .vocabulary import vocabulary


@dataclass(frozen=True)
class Reach:
    """Which new cases a rollout is for: ``share`` percent of those in ``scope``, from
    ``starts_at`` on; ``None`` is now.
    """

    starts_at: datetime | None = None
    share: int = EVERY_CASE
    scope: Mapping[str, object] = field(default_factory=dict)


EVERYBODY = Reach()
# How long a lock is waited for (settings: lock_timeout).
LONGEST_WAIT = timedelta(seconds=10)


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
    version = _version(row, publishable(key, row.draft), by=by, note=note, now=now)
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
    found = find_version(key, version)
    rollout = _roll_out(found, to, by=by, note=note, now=now)
    data = {"version": found.number, "share": to.share, "starts_at": rollout.starts_at.isoformat()}
    audit.record(found.definition, "doorstep.process.roll_out", by=by, data=data)
    return rollout


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
    # Whoever had the lock before us may have read the clock after us.
    newest = version.definition.rollouts.filter(starts_at__lte=now + LONGEST_WAIT).first()
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
