"""What publication keeps, in the admin: lists among the reports that nobody writes in."""

import json
from typing import Any, ClassVar

from django.utils.html import format_html
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from cms.pages.reading import ReadingPage


class ArchivePolicy(ModelPermissionPolicy):
    """To be read by whoever may view the model, and changed by nobody."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))


class ArchiveInspectView(ReadingPage):
    """JSON as people read it: indented, and in its own letters."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        if not isinstance(value, dict):
            return value
        text = json.dumps(value, ensure_ascii=False, indent=2)
        return format_html('<pre class="w-whitespace-pre-wrap">{}</pre>', text)


class ArchiveViewSet(ModelViewSet):
    """Register ``ArchivePolicy`` for its model too: the admin asks that before each view."""

    menu_hook = "register_reports_menu_item"
    inspect_view_enabled = True
    inspect_view_class = ArchiveInspectView
    copy_view_enabled = False
    # No form is ever shown.
    form_fields: ClassVar[list[str]] = []
