"""Who may write and who may publish: page permissions, and the approval of moderators.

Kept in code beside the roles: written after every migration, for Wagtail keeps them in rows.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from accounts.users import roles

WORKFLOW = "Moderators approval"
# A moderator writes too, and decides what is public.
PAGE_PERMISSIONS = {
    roles.EDITOR: ("add_page", "change_page"),
    roles.MODERATOR: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    roles.ADMIN: (
        "add_page",
        "change_page",
        "publish_page",
        "bulk_delete_page",
        "lock_page",
        "unlock_page",
    ),
}
# Wagtail asks for the permissions of its own models, whatever stands in for them.
MEDIA_PERMISSIONS = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}


def sync_moderation() -> None:
    """Give the roles their pages and media, and let moderators approve what editors submit."""
    root = Page.get_first_root_node()
    collection = Collection.get_first_root_node()
    for role, codenames in PAGE_PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=role)
        _sync_pages(group, root, codenames)
        _sync_media(group, collection)
    _sync_workflow(root)


def _sync_pages(group: Group, root: Page, codenames: tuple[str, ...]) -> None:
    held = GroupPagePermission.objects.filter(group=group, page=root)
    held.exclude(permission__codename__in=codenames).delete()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=codenames
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _sync_media(group: Group, collection: Collection) -> None:
    for app_label, codenames in MEDIA_PERMISSIONS.items():
        for permission in Permission.objects.filter(
            content_type__app_label=app_label, codename__in=codenames
        ):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )


def _sync_workflow(root: Page) -> None:
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW)
    task, _created = GroupApprovalTask.objects.get_or_create(name=WORKFLOW)
    task.groups.set(Group.objects.filter(name__in=(roles.MODERATOR, roles.ADMIN)))
    if not workflow.workflow_tasks.exists():
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})


def sync_after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Once per migration, at the last app: by then every permission is there."""
    configs = [config for config in apps.get_app_configs() if config.models_module]
    if sender is configs[-1] and Page.objects.using(using).exists():
        sync_moderation()
