"""The catalogue in Wagtail's admin: lists of services and packages, and the categories' tree."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet

from catalog.services.actions import delete_category, save_category
from catalog.services.models import Category, PackagePage, ServicePage


def price_of(page: ServicePage | PackagePage) -> str:
    """The price as people read it; a dash while a draft has none."""
    if page.price is None:
        return "–"
    return f"{page.price // 100}.{page.price % 100:02} {page.currency}"


PRICE = Column("price", label=_("Price"), accessor=price_of, sort_key="price", width="14%")


class ServiceFilterSet(PageFilterSet):
    class Meta:
        model = ServicePage
        fields: ClassVar[list[str]] = ["category", "unit"]


class PagesMenuItem(MenuItem):
    """Shown to those who work on pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(Page)
        return bool(policy.user_has_any_permission(request.user, {"add", "change", "publish"}))


class ServiceListViewSet(PageListingViewSet):
    """Every service wherever it stands in the tree of pages."""

    model = ServicePage
    icon = "clipboard-list"
    menu_label = _("Services")
    menu_order = 200
    add_to_admin_menu = True
    menu_item_class = PagesMenuItem
    filterset_class = ServiceFilterSet
    columns = [
        *(one for one in PageListingViewSet.columns if one.name != "type"),
        Column("category", label=_("Category"), accessor="category", width="14%"),
        PRICE,
    ]


class PackageListViewSet(PageListingViewSet):
    """Every package wherever it stands in the tree of pages."""

    model = PackagePage
    icon = "copy"
    menu_label = _("Packages")
    menu_order = 205
    add_to_admin_menu = True
    menu_item_class = PagesMenuItem
    columns = [*(one for one in PageListingViewSet.columns if one.name != "type"), PRICE]


class ParentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not a generic at run time
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.indented_name())


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


class CategoryDelete(DeleteView):
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except ValidationError as refused:
            messages.error(self.request, refused.messages[0])
            return redirect(self.get_success_url())
        return response

    def delete_action(self) -> None:
        delete_category(self.object)


class CategoryViewSet(SnippetViewSet):
    """The tree, each category behind one dash per level, in the order that the public sees."""

    model = Category
    icon = "list-ul"
    menu_label = _("Categories")
    menu_name = "categories"
    menu_order = 210
    add_to_admin_menu = True
    delete_view_class = CategoryDelete
    copy_view_enabled = False
    list_display: ClassVar[list[str]] = ["indented_name", "key", "position"]
    list_per_page = 200
    ordering = "path"
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("key"),
            FieldRowPanel([FieldPanel("parent"), FieldPanel("position")]),
            FieldPanel("description"),
            FieldRowPanel([FieldPanel("icon"), FieldPanel("picture")]),
        ],
        base_form_class=CategoryForm,
    )


register_snippet(CategoryViewSet)


@hooks.register("register_admin_viewset")
def register_lists() -> list[PageListingViewSet]:
    return [ServiceListViewSet("services"), PackageListViewSet("packages")]
