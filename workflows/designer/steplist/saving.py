"""Saving one part of a draft that somebody else may be editing too.

A form carries the draft's revision and a fingerprint of the part as it was opened. Where the
part is still the same, the answers go onto the newest draft, whatever else was changed there;
otherwise nothing is stored until the person has chosen.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import Http404

from accounts.users.models import User
from workflows.engine.drafts import save_draft
from workflows.engine.models import Definition
from workflows.engine.refusals import NotFound, StaleDraft
from workflows.engine.versions import find_definition

from ..forms import UnknownPart
from ..forms.parts import find_part

#: How often somebody else may save in the moment between reading and saving.
ATTEMPTS = 5
Edit = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class PartChanged(Exception):
    """Somebody changed or removed the part since it was opened; ``row`` is the newest draft."""

    def __init__(self, row: Definition) -> None:
        self.row = row
        super().__init__(row.key)


def draft_or_404(key: str) -> Definition:
    """The process ``key`` with its draft."""
    try:
        return find_definition(key)
    except NotFound as error:
        raise Http404 from error


def fingerprint(part: Mapping[str, Any]) -> str:
    """SHA-256, as 64 hex digits, of a part's canonical JSON."""
    canonical = json.dumps(part, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def fingerprint_at(definition: Mapping[str, Any], path: str) -> str:
    """The fingerprint of the part at ``path``; empty where there is none."""
    try:
        return fingerprint(find_part(definition, path))
    except UnknownPart:
        return ""


def save_edit(
    key: str, edit: Edit, *, path: str, opened: str | None, by: User, now: datetime
) -> Definition:
    """Store what ``edit`` makes of the newest draft.

    ``opened`` is the fingerprint of the part at ``path`` that the edit is based on; ``None`` for
    an edit that overwrites nobody's work. ``PartChanged`` where the part is another one now.
    """
    for _attempt in range(ATTEMPTS):
        row = find_definition(key)
        if opened is not None and fingerprint_at(row.draft, path) != opened:
            raise PartChanged(row)
        try:
            return save_draft(
                key,
                definition=edit(row.draft),
                note=row.draft_note,
                etag=str(row.revision),
                by=by,
                now=now,
                unfinished=True,
            )
        except StaleDraft:
            continue
    raise StaleDraft
