"""Categories in Wagtail's admin: a tree in one list, edited by editors."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, ProtectedError, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from catalog.services.actions import save_category
from catalog.services.models import Category


class ParentChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.indented_name)


class CategoryForm(WagtailAdminModelForm):
    """Facts and words of a category, and below which it stands."""

    parent = ParentChoice(
        queryset=Category.objects.order_by("path"),
        required=False,
        label=_("Below"),
        empty_label=_("At the top"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        # The key is what others know a category by; it stands below none of its own.
        self.fields["key"].disabled = True
        self.fields["parent"].initial = self.instance.get_parent()
        self.fields["parent"].queryset = Category.objects.order_by("path").exclude(
            path__startswith=self.instance.path
        )

    def save(self, commit: bool = True) -> Category:
        return save_category(self.instance, parent=self.cleaned_data["parent"])


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "folder-open-inverse"
    menu_label = _("Categories")
    menu_name = "categories"
    add_to_admin_menu = True
    menu_order = 210
    list_display = [
        Column("indented_name", label=_("Name"), accessor="indented_name"),
    ]
    list_per_page = 200
    ordering = "path"
