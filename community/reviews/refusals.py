"""Why a review is not taken."""

from django.utils.translation import gettext_lazy as _

from community.moderation.refusals import CommunityRefusal


class AlreadyReviewed(CommunityRefusal):
    code = "already_reviewed"
    detail = _("You have reviewed this order already.")
