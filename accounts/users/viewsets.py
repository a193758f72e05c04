"""People and teams in Wagtail's admin: by permission, audited by Wagtail's log, never deleted."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm, ModelForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views import users as theirs

from accounts.users.actions import anonymise_user
from accounts.users.forms import PersonCreationForm, PersonEditForm, TeamForm
from accounts.users.models import Team, User


class SuperusersAmongThemselves:
    """Who may change people could else take over an administrator by a new password."""

    object: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class CreateView(theirs.CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class EditView(SuperusersAmongThemselves, theirs.EditView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class AnonymiseView(SuperusersAmongThemselves, generic.DeleteView):
    """What stands where other rows have "delete"."""

    permission_required = "change"
    page_title = gettext_lazy("Make anonymous")
    success_message = gettext_lazy("This person is anonymous now.")

    @property
    def confirmation_message(self) -> str:
        return _(
            "Name, phone, e-mail, addresses and logins go for good. Work done by this person stays."
        )

    def get_usage_url(self) -> None:
        # Others may well name this person: that is why nothing is deleted.
        return None

    def delete_action(self) -> None:
        anonymise_user(self.object, by=self.request.user, now=timezone.now())

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
            return redirect(self.get_success_url())
        return response


class PersonViewSet(theirs.UserViewSet):
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = AnonymiseView

    def get_form_class(self, for_update: bool = False) -> "type[ModelForm[Any]]":
        return PersonEditForm if for_update else PersonCreationForm


class TeamViewSet(ModelViewSet):
    model = Team
    icon = "group"
    menu_label = gettext_lazy("Teams")
    menu_order = 602
    add_to_settings_menu = True
    list_display = ["name", "slug", "city", "lead"]
    list_filter = ["city"]
    search_fields = ["name", "slug"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> "type[ModelForm[Any]]":
        return TeamForm
