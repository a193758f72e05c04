"""People and teams in Wagtail's admin."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from accounts.users import audit
from accounts.users.models import User
from accounts.users.viewsets import TeamViewSet


@hooks.register("register_log_actions")
def register_audit_actions(registry: LogActionRegistry) -> None:
    for action, (label, message) in audit.registered().items():
        registry.register_action(action, label, message)


@hooks.register("register_admin_viewset")
def register_teams() -> ModelViewSet:
    return TeamViewSet("teams", url_prefix="teams")


@hooks.register("register_user_listing_buttons")
def offer_anonymising(user: User, request_user: User) -> Iterator[Button]:
    if request_user.has_perm("users.change_user") and user.anonymised_at is None:
        url = reverse("wagtailusers_users:delete", args=[user.pk])
        yield Button(_("Make anonymous"), url, icon_name="bin", priority=30)


@hooks.register("before_bulk_action")
def guard_bulk_actions(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: BulkAction
) -> None:
    """Many people at once, under the rules that hold for one. Raises ``PermissionDenied``."""
    if action.model is not User:
        return
    superusers = any(isinstance(user, User) and user.is_superuser for user in objects)
    if action_type == "delete" or (superusers and not request.user.is_superuser):
        raise PermissionDenied
