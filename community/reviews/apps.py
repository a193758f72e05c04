from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.users import audit, roles

ACTIONS = {
    "doorstep.review.reply": (_("Answer review"), _("Review answered")),
    "doorstep.review.hide": (_("Hide review"), _("Review hidden")),
    "doorstep.review.show": (_("Show review"), _("Review shown again")),
}


class ReviewsConfig(AppConfig):
    name = "community.reviews"
    label = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from accounts.notices import templates  # noqa: PLC0415
        from community.reviews import notices, uploads  # noqa: F401, PLC0415

        for notice in notices.NOTICES:
            templates.register(notice)
        for action, (label, message) in ACTIONS.items():
            audit.register(action, label, message)
        roles.grant(roles.MODERATOR, "reviews.view_review", "reviews.moderate_review")
        # Moderators judge what is written, not who wrote it.
        roles.grant(roles.ADMIN, "reviews.see_author")
