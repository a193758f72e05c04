"""Whatever else somebody may: here one reads, and who may refund, refunds."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

ALLOWED = frozenset({"view", "refund"})


class ReadingPolicy(ModelPermissionPolicy):
    """Nobody adds, changes or deletes a row: superusers neither."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ALLOWED and bool(super().user_has_permission(user, action))
