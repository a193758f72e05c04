"""Wagtail's user management with our screens; stands in INSTALLED_APPS in its place."""

from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleAdminConfig(WagtailUsersAppConfig):
    verbose_name = _("People in the admin")
    user_viewset = "accounts.users.viewsets.PersonViewSet"
