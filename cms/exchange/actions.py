"""Exporting, previewing an import, and importing what was previewed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from import_export.results import Result

from accounts.users import audit
from accounts.users.models import User
from cms.exchange.formats import FORMATS
from cms.exchange.models import Direction, Transfer
from cms.exchange.plans import Plan, plan_of
from cms.exchange.refusals import PreviewGone, PreviewOutdated
from cms.exchange.registry import Exchange
from cms.exchange.tables import read_table

KEPT_FOR = timedelta(hours=1)
EXPORTED, IMPORTED = "doorstep.transfer.export", "doorstep.transfer.import"


@dataclass(frozen=True)
class File:
    name: str
    content: bytes
    type: str


@transaction.atomic
def export_rows(
    exchange: Exchange,
    *,
    form: str,
    by: User | None,
    now: datetime,
    keys: Iterable[object] | None = None,
) -> File:
    """All rows as ``csv`` or ``xlsx`` (``form``), or those of the objects with ``keys``."""
    rows = exchange.rows(by=by, now=now)
    objects = exchange.rows.get_queryset()
    if keys is not None:
        objects = objects.filter(pk__in=list(keys))
    dataset = rows.export(objects)
    dataset.title = exchange.noun
    written = FORMATS[form]()
    name = f"{exchange.noun}-{now:%Y-%m-%d}.{form}"
    _record(exchange, Direction.EXPORT, name, {"rows": len(dataset)}, by=by, now=now)
    return File(name, written.export_data(dataset), written.get_content_type())


def preview_import(
    exchange: Exchange, content: bytes, *, file_name: str, by: User | None, now: datetime
) -> Plan:
    """What an import of the file would do; nothing is changed. Raises ``TableRefused``."""
    with transaction.atomic():
        plan = _import(exchange, content, file_name, by=by, now=now)
        transaction.set_rollback(True)
    return plan


@transaction.atomic
def import_rows(
    exchange: Exchange, content: bytes, *, file_name: str, by: User | None, now: datetime
) -> Plan:
    """Import the right rows of the file at once. Raises ``TableRefused``."""
    plan = _import(exchange, content, file_name, by=by, now=now)
    _record(exchange, Direction.IMPORT, file_name, plan.counts, by=by, now=now)
    return plan


def stage_import(
    exchange: Exchange, content: bytes, *, file_name: str, by: User, session: str, now: datetime
) -> Transfer:
    """Keep the file and what it would do, for ``by`` to look at and confirm in this session."""
    name = file_name[-150:]
    plan = preview_import(exchange, content, file_name=name, by=by, now=now)
    return Transfer.objects.create(
        noun=exchange.noun,
        direction=Direction.IMPORT,
        file_name=name,
        user=by,
        session=session_mark(session),
        content=content,
        plan=plan.as_json(),
        counts=plan.counts,
        started_at=now,
        expires_at=now + KEPT_FOR,
    )


def confirm_import(
    exchange: Exchange, transfer_id: UUID, *, by: User, session: str, now: datetime
) -> Plan:
    """Import exactly what was previewed, once.

    Raises ``PreviewGone``, and ``PreviewOutdated`` where it would do something else by now: then
    nothing is imported, and the new preview waits in place of the old one.
    """
    waiting = Transfer.objects.waiting_for(by, session=session_mark(session), now=now)
    transfer = waiting.filter(uuid=transfer_id, noun=exchange.noun).first()
    if transfer is None:
        raise PreviewGone
    shown = Plan.from_json(transfer.plan)
    with transaction.atomic():
        # Zero rows: a second click was faster.
        if not _finish(transfer, now):
            raise PreviewGone
        plan = _import(exchange, bytes(transfer.content or b""), transfer.file_name, by=by, now=now)
        if plan == shown:
            audit.record(transfer, IMPORTED, by=by, data={**plan.counts, "noun": exchange.noun})
            return plan
        transaction.set_rollback(True)
    waiting.filter(pk=transfer.pk).update(plan=plan.as_json(), counts=plan.counts)
    raise PreviewOutdated


def waiting_import(transfer_id: UUID, *, by: User, session: str, now: datetime) -> Transfer:
    """Raises ``PreviewGone``."""
    waiting = Transfer.objects.waiting_for(by, session=session_mark(session), now=now)
    transfer = waiting.filter(uuid=transfer_id).first()
    if transfer is None:
        raise PreviewGone
    return transfer


def forget_staged(now: datetime) -> int:
    """Delete what nobody confirmed in time; how many. The periodic job of this app."""
    return Transfer.objects.forgotten(now).delete()[0]


def session_mark(session: str) -> str:
    """What stands for a login: its own key opens it."""
    return salted_hmac("cms.exchange", session, algorithm="sha256").hexdigest()


def _finish(transfer: Transfer, now: datetime) -> int:
    done = {"done_at": now, "content": None, "plan": None, "expires_at": None}
    return Transfer.objects.filter(pk=transfer.pk, done_at__isnull=True).update(**done)


def _import(
    exchange: Exchange, content: bytes, file_name: str, *, by: User | None, now: datetime
) -> Plan:
    rows = exchange.rows(by=by, now=now, file=file_name)
    columns = rows.fields.values()
    table = read_table(
        content,
        required=[column.name for column in columns if not column.readonly],
        optional=[column.name for column in columns if column.readonly],
    )
    result = rows.import_data(rows.prepare(table), use_transactions=True)
    _raise_mistakes(result)
    return plan_of(rows, table, result)


def _raise_mistakes(result: Result) -> None:
    """What the library caught, though no row is to blame, is a mistake of ours."""
    for mistake in result.base_errors:
        raise mistake.error
    for row in result.error_rows:
        raise row.errors[0].error


def _record(
    exchange: Exchange,
    direction: Direction,
    name: str,
    counts: dict[str, int],
    *,
    by: User | None,
    now: datetime,
) -> None:
    transfer = Transfer.objects.create(
        noun=exchange.noun,
        direction=direction,
        file_name=name,
        user=by,
        counts=counts,
        started_at=now,
        done_at=now,
    )
    action = EXPORTED if direction == Direction.EXPORT else IMPORTED
    audit.record(transfer, action, by=by, data={**counts, "noun": exchange.noun})
