"""The catalogue in Wagtail's admin: services and packages in lists, and the tree of categories."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.actions.delete import DeleteAction
from wagtail.actions.registry import ActionRegistry
from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView as PageIndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.log_actions import log
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import DeleteView, IndexView, SnippetViewSet

from catalog.services.actions import delete_category, save_category
from catalog.services.models import Category, PackagePage, ServicePage, ServiceVersion
from catalog.services.models.prices import Priced
from cms.exchange.listing import ExchangeListing
from cms.pages.archives import ArchivePolicy, ArchiveViewSet


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
        if self.is_bound and "parent" not in self.data:
            # Wagtail's own API, which knows no place in the tree: it stays where it is.
            del self.fields["parent"]
            return
        # The key is what others know a category by; it stands below none of its own.
        self.fields["key"].disabled = True
        self.fields["parent"].initial = self.instance.get_parent()
        self.fields["parent"].queryset = Category.objects.order_by("path").exclude(
            path__startswith=self.instance.path
        )

    def save(self, commit: bool = True) -> Category:
        place = self.cleaned_data["parent"] if "parent" in self.fields else self._place()
        return save_category(self.instance, parent=place)

    def _place(self) -> Category | None:
        parent: Category | None = self.instance.get_parent()
        return parent


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


class CategoryIndex(ExchangeListing, IndexView):
    nouns = ("categories",)


class DeleteCategory(DeleteAction):
    """Wagtail's action as machines use it, by the rule that holds for editors."""

    def _delete(self) -> None:
        with transaction.atomic():
            log(instance=self.instance, action=self.log_action, user=self.user, deleted=True)
            delete_category(self.instance)


@hooks.register("register_actions")
def register_category_actions(registry: ActionRegistry) -> None:
    registry.register(Category, DeleteCategory)


class CategoryViewSet(SnippetViewSet):
    """The tree, each category behind one dash per level, in the order that the public sees."""

    model = Category
    icon = "folder-open-inverse"
    menu_label = _("Categories")
    menu_name = "categories"
    menu_order = 210
    add_to_admin_menu = True
    index_view_class = CategoryIndex
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


class PagesMenuItem(MenuItem):
    """Shown to those who write pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(user_has_any_page_permission(request.user))


def price_per_unit(page: ServicePage) -> str:
    return f"{page.price_text()} {page.get_unit_display()}"


class ServiceIndex(ExchangeListing, PageIndexView):
    nouns = ("services",)


class ServiceListing(PageListingViewSet):
    """All services at once, wherever in the tree of pages they stand."""

    model = ServicePage
    index_view_class = ServiceIndex
    icon = "tag"
    menu_label = _("Services")
    menu_name = "services"
    menu_order = 205
    menu_item_class = PagesMenuItem
    add_to_admin_menu = True
    columns: ClassVar[list[Column]] = [
        *(column for column in PageListingViewSet.columns if column.name != "parent"),
        Column("category", label=_("Category"), sort_key="category__path"),
        Column("price", label=_("Price"), sort_key="price", accessor=price_per_unit),
    ]


class PackageListing(PageListingViewSet):
    """All packages at once."""

    model = PackagePage
    icon = "copy"
    menu_label = _("Packages")
    menu_name = "packages"
    menu_order = 207
    menu_item_class = PagesMenuItem
    add_to_admin_menu = True
    columns: ClassVar[list[Column]] = [
        *PageListingViewSet.columns,
        Column("price", label=_("Price"), sort_key="price", accessor=Priced.price_text),
    ]


class ServiceVersions(ArchiveViewSet):
    """Every state in which a service was published: what quotes and orders point at."""

    model = ServiceVersion
    icon = "history"
    menu_label = _("Versions of services")
    menu_order = 1010
    list_display: ClassVar[list[str]] = ["key", "number", "published_at"]
    search_fields: ClassVar[list[str]] = ["key"]
    inspect_view_fields: ClassVar[list[str]] = [
        "key", "number", "published_at", "content_hash", "content",
    ]  # fmt: skip


register_permission_policy(ServiceVersion, ArchivePolicy(ServiceVersion))


@hooks.register("register_admin_viewset")
def register_listings() -> list[ViewSet]:
    return [
        ServiceListing("services"),
        PackageListing("packages"),
        ServiceVersions("service_versions", url_prefix="service-versions"),
    ]
