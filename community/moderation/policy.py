"""Who does what in the admin with what people write."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class ReadingPolicy(ModelPermissionPolicy):
    """Nobody adds, changes or deletes what others wrote, whatever else they may.

    ``view`` opens the screens, ``moderate`` offers the decisions.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        refused = {"add", "change", "delete"}
        return action not in refused and bool(super().user_has_permission(user, action))
