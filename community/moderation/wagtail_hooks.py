"""One entry of the admin's menu for what people write; its items come from the apps above."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from community.moderation.screens import MENU

community_menu = Menu(register_hook_name=MENU)


@hooks.register("register_admin_menu_item")
def community_menu_item() -> SubmenuMenuItem:
    return SubmenuMenuItem(
        _("Community"), community_menu, name="community", icon_name="comment", order=240
    )
