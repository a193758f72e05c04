from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.users import audit, roles

ACTIONS = {
    "doorstep.post.publish": (_("Publish post"), _("Post published")),
    "doorstep.post.refuse": (_("Refuse post"), _("Post refused")),
    "doorstep.post.hide": (_("Hide post"), _("Post hidden")),
    "doorstep.post.show": (_("Show post"), _("Post shown again")),
    "doorstep.comment.publish": (_("Publish comment"), _("Comment published")),
    "doorstep.comment.refuse": (_("Refuse comment"), _("Comment refused")),
    "doorstep.comment.hide": (_("Hide comment"), _("Comment hidden")),
    "doorstep.comment.show": (_("Show comment"), _("Comment shown again")),
}


class PostsConfig(AppConfig):
    name = "community.posts"
    label = "posts"
    verbose_name = _("Posts")

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from accounts.notices import templates  # noqa: PLC0415
        from cms.delivery import registry  # noqa: PLC0415
        from cms.search.registry import find_by  # noqa: PLC0415
        from community.posts import documents, notices, uploads  # noqa: F401, PLC0415

        registry.register(documents.DOCUMENTS)
        find_by(documents.COLLECTION, documents.describe)
        for notice in notices.NOTICES:
            templates.register(notice)
        for action, (label, message) in ACTIONS.items():
            audit.register(action, label, message)
        for noun in ("post", "comment"):
            roles.grant(roles.MODERATOR, f"posts.view_{noun}", f"posts.moderate_{noun}")
