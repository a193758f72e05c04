"""Definitions as files: out, in, and the default processes of the vocabularies.

An import publishes what the file brings, unless an operator has changed the process since the
file last came: an operator's work is never overwritten.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.users.models import User

from .definition import as_json, content_hash, parse
from .drafts import check_definition, save_draft
from .models import Definition
from .problems import Problem
from .publication import publish_draft
from .refusals import InvalidDefinition
from .versions import find_definition
from .vocabulary import vocabularies

Outcome = Literal["published", "unchanged", "kept"]
# The note of a version that an import published: kept in English, shown translated.
IMPORTED = gettext_noop("Imported from a file.")


@dataclass(frozen=True)
class Imported:
    """What an import did: ``kept`` means that an operator's own version was left alone."""

    key: str
    outcome: Outcome


def said_note(note: str) -> str:
    """The note of a version in the reader's language, where people did not write it."""
    return _(IMPORTED) if note == IMPORTED else note


def export_definition(key: str, *, draft: bool = False) -> str:
    """A process as JSON text: its newest version, or its draft."""
    row = find_definition(key)
    newest = None if draft else row.versions.order_by("-number").first()
    content = newest.content if newest is not None else row.draft
    return json.dumps(as_json(parse(content)), ensure_ascii=False, indent=2) + "\n"


@transaction.atomic
def import_definition(content: Any, *, by: User | None, now: datetime) -> Imported:
    """Bring one definition, decoded from JSON, and publish it where it is new.

    ``InvalidDefinition`` for one that cannot be read or published.
    """
    parsed = parse(content)
    digest = content_hash(parsed)
    row = Definition.objects.select_for_update().filter(key=parsed.key).first()
    if row is not None:
        if row.file_hash == digest:
            return Imported(parsed.key, "unchanged")
        if content_hash(parse(row.draft)) not in {row.file_hash, digest}:
            return Imported(parsed.key, "kept")
    etag = row.etag if row is not None else ""
    save_draft(parsed.key, definition=content, note=IMPORTED, etag=etag, by=by, now=now)
    publish_draft(parsed.key, by=by, note=IMPORTED, now=now)
    Definition.objects.filter(key=parsed.key).update(file_hash=digest)
    return Imported(parsed.key, "published")


def import_defaults(*, by: User | None, now: datetime) -> list[Imported]:
    """Bring the default processes of all registered vocabularies."""
    return [import_definition(read_file(path), by=by, now=now) for path in default_files()]


def default_files() -> list[Path]:
    """The files of the default processes, by vocabulary and name."""
    return [
        path
        for words in vocabularies()
        if words.defaults is not None
        for path in sorted(words.defaults.glob("*.json"))
    ]


def check_file(path: Path) -> list[Problem]:
    """What is wrong with the definition in a file, wherever it is to run: it needs no database."""
    try:
        content = read_file(path)
        parsed = parse(content)
    except InvalidDefinition as error:
        return error.problems
    return check_definition(parsed)


def read_file(path: Path) -> Any:
    """The decoded JSON of a file, or ``InvalidDefinition``."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidDefinition([Problem("error", "", "unreadable", f"{path}: {error}")]) from error
