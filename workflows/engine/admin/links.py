"""Addresses of the pages of business rows."""

from typing import Any

from django.urls import reverse

from accounts.users.models import User


def page_of(row: Any) -> str:
    """The page of a row whose model has a snippet screen."""
    return reverse(row.snippet_viewset.get_url_name("inspect"), args=[row.pk])


def page_for(row: Any, user: User) -> dict[str, str] | None:
    """What a row is and is called, and the address of its page where ``user`` may look at it;
    ``None`` for a row that has no page in the admin.
    """
    viewset = getattr(row, "snippet_viewset", None)
    if viewset is None:
        return None
    may_view = viewset.permission_policy.user_has_permission(user, "view")
    return {
        "kind": str(row._meta.verbose_name).capitalize(),
        "name": str(row),
        "url": page_of(row) if may_view else "",
    }
