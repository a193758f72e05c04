"""What a service's reviews come to, kept apart from the page, which may be published again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.services.ratings import HIGHEST, LOWEST, Rating


class Rated(models.Model):
    """The columns of a rating."""

    rating_count = models.PositiveIntegerField(_("number of reviews"), default=0, editable=False)
    rating_mean = models.DecimalField(
        _("rating"), max_digits=3, decimal_places=2, null=True, editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(rating_count=0, rating_mean__isnull=True)
                | Q(rating_count__gte=1, rating_mean__gte=LOWEST, rating_mean__lte=HIGHEST),
                name="%(class)s_is_rated_from_1_to_5_by_reviews",
            )
        ]

    @property
    def rating(self) -> Rating:
        return Rating(self.rating_count, self.rating_mean)

    @rating.setter
    def rating(self, rating: Rating) -> None:
        self.rating_count, self.rating_mean = rating.count, rating.mean


class ServiceRating(Rated):
    """One row per service that has ever been rated, by the service's key."""

    key = models.SlugField(_("key"), max_length=64, unique=True)

    class Meta(Rated.Meta):
        verbose_name = _("rating of a service")
        verbose_name_plural = _("ratings of services")

    def __str__(self) -> str:
        return self.key
