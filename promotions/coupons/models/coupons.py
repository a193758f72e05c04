"""Coupons: what they are worth, when, how often and for whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from accounts.users.models import User
from catalog.services.models.prices import CURRENCY
from catalog.services.money import LARGEST_AMOUNT, PositiveMinorUnitsField, typed_amount
from catalog.services.words import WordsField, words_in
from promotions.coupons.refusals import CouponRefused
from promotions.coupons.states import CouponKind, CouponState
from promotions.coupons.terms import PER_CENT, CouponTerms

AT_MOST = [MaxValueValidator(LARGEST_AMOUNT)]


def normalise_code(code: str) -> str:
    """Codes are read out and typed in: neither case nor blanks around them count."""
    return code.strip().upper()


class CouponQuerySet(models.QuerySet["Coupon"]):
    def visible_to(self, user: User) -> CouponQuerySet:
        """Coupons for everybody, and one's own; not those that are personal to others."""
        return self.filter(Q(personal_to=None) | Q(personal_to=user.pk))

    def with_some_left(self) -> CouponQuerySet:
        return self.filter(Q(total_limit=None) | Q(claimed__lt=F("total_limit")))

    def running(self, now: datetime) -> CouponQuerySet:
        """Those that have started and not ended."""
        ended = Q(ends_at__isnull=False, ends_at__lte=now)
        upcoming = Q(starts_at__isnull=False, starts_at__gt=now)
        return self.exclude(ended).exclude(upcoming)

    def in_state(self, state: CouponState, now: datetime) -> CouponQuerySet:
        """Those that stand so at ``now``; the same as ``Coupon.state``."""
        ended = Q(ends_at__isnull=False, ends_at__lte=now)
        upcoming = Q(starts_at__isnull=False, starts_at__gt=now)
        if state == CouponState.ENDED:
            return self.filter(ended)
        if state == CouponState.UPCOMING:
            return self.filter(upcoming)
        running = self.running(now)
        if state == CouponState.OPEN:
            return running.with_some_left()
        return running.filter(claimed__gte=F("total_limit"))

    def with_redeemed(self) -> CouponQuerySet:
        """With ``redeemed``: how many claims orders have used."""
        used = Count("claims", filter=~Q(claims__redeemed_at=None))
        counted: CouponQuerySet = self.annotate(redeemed=used)
        return counted

    def with_reach(self) -> CouponQuerySet:
        """With what they are good for, in one query each."""
        return self.prefetch_related(
            "categories__category", "services__service", "packages__package"
        )


class Coupon(ClusterableModel):
    """An amount or a share off an order. Amounts are minor units of ``currency``.

    Good from ``starts_at`` up to but not including ``ends_at``, for whatever it is said to be
    good for (``categories`` with all below them, ``services``, ``packages``) or, without any, for
    everything. ``claimed`` counts and is written by ``claim_coupon`` alone.
    """

    code = models.CharField(
        _("code"),
        max_length=32,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Z0-9]+(-[A-Z0-9]+)*\Z",
                _("A code is made of letters, digits and single hyphens, such as SPRING-20."),
                code="invalid_code",
            )
        ],
        error_messages={"unique": _("Another coupon has this code.")},
        help_text=_("What customers type in, such as SPRING-20; small letters count as capitals."),
    )
    name = WordsField(_("name"))
    kind = models.CharField(_("kind"), max_length=8, choices=CouponKind, default=CouponKind.AMOUNT)
    value = PositiveMinorUnitsField(
        _("value"),
        validators=AT_MOST,
        help_text=_("An amount in minor units (2000 is 20.00), or per cent from 1 to 100."),
    )
    cap = PositiveMinorUnitsField(
        _("at most"),
        null=True,
        blank=True,
        validators=AT_MOST,
        help_text=_("The most that per cent take off, in minor units."),
    )
    minimum = PositiveMinorUnitsField(
        _("minimum"),
        default=0,
        validators=AT_MOST,
        help_text=_("How much must be ordered of what it is good for, in minor units."),
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default=CURRENCY,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Three capitals, such as CNY."))],
    )
    combines = models.BooleanField(
        _("combines"),
        default=False,
        help_text=_("May be used together with other coupons; of those that may not, one."),
    )
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    total_limit = models.PositiveIntegerField(
        _("limit in all"),
        null=True,
        blank=True,
        help_text=_("How often it may be claimed; empty: without end."),
    )
    per_user_limit = models.PositiveSmallIntegerField(
        _("limit per person"), default=1, help_text=_("How often one person may claim it.")
    )
    personal_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personal to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="personal_coupons",
        help_text=_("The one person who may claim and use it; empty: everybody."),
    )
    issue_key = models.CharField(  # noqa: DJ001 - NULL, for coupons without one must not collide
        max_length=200, null=True, unique=True, editable=False
    )
    claimed = models.PositiveIntegerField(_("claimed"), default=0, editable=False)

    objects = CouponQuerySet.as_manager()

    class Meta:
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        # No "delete": a coupon ends, and what was claimed stays.
        default_permissions = ("add", "change", "view")
        permissions = [
            ("import_coupon", "Can import coupons"),
            ("export_coupon", "Can export coupons"),
        ]
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=1),
                name="a_coupon_is_worth_something",
                violation_error_message=_("A coupon takes at least something off."),
            ),
            models.CheckConstraint(
                condition=Q(kind=CouponKind.AMOUNT) | Q(value__lte=PER_CENT),
                name="a_coupon_takes_at_most_all_off",
                violation_error_message=_("Per cent go from 1 to 100."),
            ),
            models.CheckConstraint(
                condition=Q(cap__isnull=True) | Q(kind=CouponKind.PERCENT, cap__gte=1),
                name="a_cap_is_for_per_cent",
                violation_error_message=_("“At most” is for per cent, and above zero."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(starts_at__lt=F("ends_at")),
                name="a_coupon_ends_after_it_starts",
                violation_error_message=_("A coupon ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(total_limit__isnull=True) | Q(claimed__lte=F("total_limit")),
                name="a_coupon_is_not_claimed_beyond_its_limit",
                violation_error_message=_("More than that have been claimed already."),
                violation_error_code="coupon_gone",
            ),
            models.CheckConstraint(
                condition=Q(per_user_limit__gte=1),
                name="a_coupon_can_be_claimed",
                violation_error_message=_("One person may claim it at least once."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {words_in(self.name, get_language() or '')}"

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        # Before its form is looked at.
        self.code = normalise_code(self.code)
        super().clean_fields(exclude)

    def state(self, now: datetime) -> CouponState:
        if self.ends_at is not None and self.ends_at <= now:
            return CouponState.ENDED
        if self.starts_at is not None and self.starts_at > now:
            return CouponState.UPCOMING
        gone = self.total_limit is not None and self.claimed >= self.total_limit
        return CouponState.GONE if gone else CouponState.OPEN

    def worth(self) -> str:
        """As people write it: ``20.00 CNY``, ``15 %`` or ``15 % (up to 30.00 CNY)``."""
        if self.kind == CouponKind.AMOUNT:
            return f"{typed_amount(self.value)} {self.currency}"
        if self.cap is None:
            return f"{self.value} %"
        text = gettext("%(share)s %% (up to %(cap)s)")
        return text % {"share": self.value, "cap": f"{typed_amount(self.cap)} {self.currency}"}

    def refuse_outside_window(self, now: datetime) -> None:
        """Raises ``CouponRefused`` before its start and from its end on."""
        if self.starts_at is not None and now < self.starts_at:
            raise CouponRefused("coupon_not_started", coupon=self.code)
        if self.ends_at is not None and now >= self.ends_at:
            raise CouponRefused("coupon_ended", coupon=self.code)

    @property
    def terms(self) -> CouponTerms:
        """What it says, for ``terms.discount``; reads ``with_reach``."""
        return CouponTerms(
            code=self.code,
            kind=CouponKind(self.kind),
            value=self.value,
            currency=self.currency,
            cap=self.cap,
            minimum=self.minimum,
            combines=self.combines,
            categories=frozenset(row.category.key for row in self.categories.all()),
            services=frozenset(row.service.key for row in self.services.all()),
            packages=frozenset(row.package.key for row in self.packages.all()),
        )
