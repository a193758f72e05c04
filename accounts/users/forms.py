"""What staff fill in about people and teams."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm

from accounts.users.actions import settle_contacts
from accounts.users.models import Team, User

OURS = {"phone", "display_name", "language"}


class PersonForm(UserForm):
    """Mixed into Wagtail's two forms: people log in by code, so little is required of them."""

    email = forms.EmailField(label=_("Email"), required=False)
    first_name = forms.CharField(label=_("First name"), required=False)
    last_name = forms.CharField(label=_("Last name"), required=False)
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"),
        queryset=Team.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.fields["teams"].initial = self.instance.teams.all()
        if not by.is_superuser and "is_superuser" in self.fields:
            # Nobody makes himself more than he is.
            self.fields["is_superuser"].disabled = True

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=commit)
        settle_contacts(user, changed=self.changed_data)
        user.teams.set(self.cleaned_data["teams"])
        return user


class PersonCreationForm(PersonForm, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | OURS

    def save(self, commit: bool = True) -> User:
        if not self.cleaned_data.get("password1"):
            self.instance.set_unusable_password()
        return super().save(commit=commit)


class PersonEditForm(PersonForm, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | OURS


class TeamForm(WagtailAdminModelForm):
    """Only those who work for the house are offered: the list of everybody is endless."""

    members = forms.ModelMultipleChoiceField(
        label=_("Members"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        staff = User.objects.staff().order_by("username")
        self.fields["members"].queryset = staff
        self.fields["lead"].queryset = staff

    class Meta:
        model = Team
        fields = ["slug", "name", "city", "lead", "members"]
        labels = {"lead": _("Team lead")}
