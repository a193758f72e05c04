"""Lists and pages of rows that nobody deletes, as people of the house read them."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.snippets.views.snippets import IndexView, InspectView


class ReadingList(IndexView):
    """Without Wagtail's boxes to tick: all that they offer is to delete."""

    @cached_property
    def columns(self) -> list[Column]:
        ticked = BulkActionsCheckboxColumn
        return [column for column in super().columns if not isinstance(column, ticked)]

    def get_list_buttons(self, instance: Any) -> list[Any]:
        """No menu whose only entry is the page that the title leads to."""
        if not self.get_edit_url(instance) and len(self.get_list_more_buttons(instance)) == 1:
            return []
        found: list[Any] = super().get_list_buttons(instance)
        return found


def local(value: Any) -> Any:
    """A time in the zone that people read; anything else as it is."""
    return timezone.localtime(value) if isinstance(value, datetime) else value


class ReadingPage(InspectView):
    """Wagtail's page of a row's facts, with times in the zone that people read."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        return local(super().get_field_display_value(field_name, field))
