"""The lists that ``recommendations/`` reads."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    HOT = "hot", _("Hot")
    NEW = "new", _("New")
    GOES_WITH = "goes_with", _("Goes with a service")
    FOR_YOU = "for_you", _("For one person")


class Suggestion(models.Model):
    """One entry of a list in one locale: a published document, and why it is there, in words.

    ``user`` is the person of a list ``for_you``, ``service`` the key of one ``goes_with``. It goes
    with its document: what is unpublished is in no list. ``because`` is the document whose title
    the reason quotes, and the entry goes with that too.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    service = models.SlugField(_("service"), max_length=64, blank=True, db_index=False)
    locale = models.CharField(_("locale"), max_length=16)
    rank = models.PositiveSmallIntegerField(_("rank"))
    document = models.ForeignKey(
        "delivery.PublishedDocument", on_delete=models.CASCADE, related_name="suggestions"
    )
    reason = models.CharField(_("reason"), max_length=400)
    because = models.ForeignKey(
        "delivery.PublishedDocument", on_delete=models.CASCADE, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "service", "locale", "rank"],
                condition=models.Q(user=None),
                name="a_list_has_each_rank_once",
            ),
            models.UniqueConstraint(
                fields=["user", "locale", "rank"],
                condition=models.Q(user__isnull=False),
                name="a_persons_list_has_each_rank_once",
            ),
            models.CheckConstraint(
                condition=models.Q(user=None) ^ models.Q(kind=Kind.FOR_YOU),
                name="a_list_for_one_person_is_a_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.rank}"
