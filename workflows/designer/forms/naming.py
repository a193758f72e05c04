"""Ids and keys: proposed from titles, and each used once."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ..lenient import mapping, text_of
from .beginnings import TITLES
from .desk import Desk
from .parts import NAMED, free_name, paths
from .slugs import slug

CALLED = {"steps": "title", "fields": "label", "case_actions": "label"}


def proposed(
    desk: Desk, path: str, before: Mapping[str, Any], part: dict[str, Any]
) -> dict[str, Any]:
    """A part that got its first title, under an id made from it, unless it got an id as well."""
    kind = path.partition("/")[0]
    if kind not in NAMED:
        return part
    name, title = NAMED[kind], CALLED[kind]
    old, new = text_of(before.get(title)) or {}, text_of(part.get(title)) or {}
    first = old.get("en") in TITLES and new.get("en") != old.get("en")
    wanted = slug(new.get("en", ""))
    if not (first and wanted and part.get(name) == before.get(name)):
        return part
    others = {
        **desk.definition,
        kind: [
            one
            for one in desk.definition.get(kind, ())
            if mapping(one).get(name) != before.get(name)
        ],
    }
    return {**part, name: free_name(others, kind, wanted)}


def taken(
    desk: Desk, path: str, before: Mapping[str, Any], part: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """A changed id or key that is missing, or that another part has."""
    kind = path.partition("/")[0]
    if kind not in NAMED:
        return
    name = NAMED[kind]
    new = part.get(name)
    if new == before.get(name):
        return
    if not isinstance(new, str) or not re.fullmatch(r"[a-z][a-z0-9_-]{0,49}", new):
        yield name, _("Use small letters, digits and underscores, beginning with a letter.")
    elif f"{kind}/{new}" in paths(desk.definition):
        yield name, _("Another one has this name already; choose a different one.")
