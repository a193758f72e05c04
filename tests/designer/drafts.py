"""Drafts in the step list: where they are, and what is in them."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.users.models import User
from workflows.engine.drafts import save_draft
from workflows.engine.versions import find_definition


def drafted(definition: dict[str, Any], by: User) -> str:
    key = definition["key"]
    save_draft(
        key, definition=definition, note="", etag="", by=by, now=timezone.now(), unfinished=True
    )
    return reverse("designer_steps", args=[key])


def part_url(key: str, path: str) -> str:
    return reverse("designer_part", args=[key, path])


def draft(key: str) -> dict[str, Any]:
    return find_definition(key).draft


def step(key: str, step_id: str) -> dict[str, Any]:
    return next(one for one in draft(key)["steps"] if one["id"] == step_id)
