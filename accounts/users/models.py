"""People, their teams, addresses and what limits their tokens."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import ProtectedError
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.users.managers import SYSTEM_USERNAME, UserManager
from accounts.users.phones import normalise_phone


class User(AbstractUser):
    """Anyone who signs in. The public name is ``uuid``; the database key is never shown.

    ``phone`` is in E.164 form and ``phone_verified`` once its owner has answered a code.
    """

    uuid = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    phone = models.CharField(  # noqa: DJ001 - NULL, for people without one must not collide
        _("phone"),
        max_length=20,
        null=True,
        blank=True,
        help_text=_("In E.164 form, such as +8613800000000."),
    )
    phone_verified = models.BooleanField(_("phone verified"), default=False, editable=False)
    display_name = models.CharField(_("display name"), max_length=80, blank=True)
    language = models.CharField(
        _("language"), max_length=12, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    anonymised_at = models.DateTimeField(_("made anonymous at"), null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    class Meta(AbstractUser.Meta):
        # No "delete": people are made anonymous, see ``managers``.
        default_permissions = ("add", "change", "view")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_per_email",
                condition=~models.Q(email=""),
                violation_error_message=_("Somebody else has this e-mail address."),
            ),
            models.UniqueConstraint(
                fields=["phone"],
                name="one_person_per_phone",
                violation_error_message=_("Somebody else has this phone number."),
            ),
            models.CheckConstraint(
                name="phone_is_e164",
                condition=models.Q(phone__isnull=True) | models.Q(phone__startswith="+"),
                violation_error_message=_("Phone numbers start with + and the country code."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def clean(self) -> None:
        super().clean()
        self.phone = normalise_phone(self.phone) if self.phone else None

    def get_full_name(self) -> str:
        if self.username == SYSTEM_USERNAME:
            return gettext("the system")
        return self.display_name or super().get_full_name()

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        # Wagtail asks for this permission before it offers or does any deletion, and an
        # administrator would pass every other check.
        return perm != "users.delete_user" and super().has_perm(perm, obj)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise ProtectedError(gettext("People are made anonymous, never deleted."), {self})


class Team(models.Model):
    """People who share work. A team grants its tasks and nothing else: no permissions."""

    slug = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    city = models.SlugField(
        _("city"), max_length=60, blank=True, help_text=_("A region's key, such as shanghai.")
    )
    lead = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="led_teams"
    )
    members = models.ManyToManyField(User, blank=True, related_name="teams")

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class AddressQuerySet(models.QuerySet["Address"]):
    def visible_to(self, user: User) -> "AddressQuerySet":
        """One's own, and nobody else's: orders carry copies of what a provider may see."""
        return self.filter(user_id=user.pk)


class Address(models.Model):
    """Where a service can take place. ``privacy`` says from when its provider sees it whole."""

    class Privacy(models.TextChoices):
        ON_ACCEPTANCE = "on_acceptance", _("The provider sees it on accepting the order")
        ON_DEPARTURE = "on_departure", _("The provider sees it on setting out")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="addresses")
    label = models.CharField(_("label"), max_length=40, blank=True)
    region = models.SlugField(_("region"), max_length=60)
    line = models.CharField(_("address"), max_length=240)
    lat = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    lng = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    contact_name = models.CharField(_("contact"), max_length=80)
    contact_phone = models.CharField(_("contact's phone"), max_length=20)
    privacy = models.CharField(
        _("privacy"), max_length=20, choices=Privacy.choices, default=Privacy.ON_ACCEPTANCE
    )
    is_default = models.BooleanField(_("default"), default=False)
    created_at = models.DateTimeField(_("created"))

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["-created_at", "-pk"]
        # Mine alone, by visibility: staff have no screen for addresses.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                name="one_default_address_per_person",
                condition=models.Q(is_default=True),
            ),
            models.CheckConstraint(
                name="address_is_on_the_map",
                condition=models.Q(lat__range=(-90, 90), lng__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.region


class TokenGrant(models.Model):
    """What limits one of Wagtail's API tokens.

    Without scopes it opens the whole API, without expiry it holds until revoked.
    """

    token = models.OneToOneField(
        "wagtailcore.APIToken", on_delete=models.CASCADE, primary_key=True, related_name="grant"
    )
    scopes = models.JSONField(_("scopes"), default=list, blank=True)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)

    class Meta:
        verbose_name = _("token grant")
        verbose_name_plural = _("token grants")
        default_permissions = ()

    def __str__(self) -> str:
        return ", ".join(self.scopes) or str(_("whole API"))

    def allows(self, scope: str) -> bool:
        return not self.scopes or scope in self.scopes
