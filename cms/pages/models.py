"""The pages of the site. Services, packages and promotions are pages of the areas above."""

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page, Site
from wagtail.search import index

from cms.delivery.registry import types_of
from cms.delivery.together import once
from cms.pages.blocks import BodyBlock
from cms.pages.copying import CopyForm
from cms.pages.facts import FactPanel, FactsMixin, TitlePanel
from cms.pages.machines import written
from cms.pages.plain import context_of, preview, templates_of
from cms.pages.reach import is_private
from cms.pages.roots import site_roots
from cms.pages.shown import shown_by


class BasePage(FactsMixin, Page):
    """What every page has: an address that is equal in all locales, and a preview."""

    # Named in the API by its slug, which is then unique among the pages of its model.
    keyed_by_slug: ClassVar[bool] = False
    copy_form_class = CopyForm

    content_panels = [TitlePanel("title")]
    promote_panels = [
        MultiFieldPanel(
            [
                FactPanel("slug", help_text=_("The last part of the address, in every language.")),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            heading=_("For search engines"),
        ),
        FieldPanel("show_in_menus"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        try:
            self.check_key(self.slug, own=self.translation_key)
        except ValidationError as error:
            raise ValidationError({"slug": error}) from error

    @classmethod
    def check_key(cls, slug: str, *, own: uuid.UUID | None) -> None:
        """Whether a page may be called so; ``own`` is the translation key of one that is there.

        Raises ``ValidationError``.
        """
        others = cls._default_manager.filter(slug=slug).exclude(translation_key=own)
        if cls.keyed_by_slug and others.exists():
            raise ValidationError(_("Another page has this slug."), code="slug_taken")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The site, its root and the address below it: clients serve it, Doorstep does not."""
        roots = once("sites", site_roots, outside=Site.get_site_root_paths)
        for site_id, root_path, root_url, _language in roots:
            if self.url_path.startswith(root_path):
                return site_id, root_url, "/" + self.url_path[len(root_path) :]
        return None

    @property
    def read_by_everyone(self) -> bool:
        """Whether everyone may read the page, once it is live."""
        return not is_private(self)

    @property
    def cache_keys(self) -> tuple[str, ...]:
        """What the page is made of: itself and what it refers to, such as ``media.picture:12``."""
        named = {f"{each.label}:{each.pk}" for each in shown_by(self)}
        return (f"wagtailcore.page:{self.source.pk}", *sorted(named))

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> list[str]:
        (document_type,) = types_of(self)
        return templates_of(document_type.collection)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        context = super().get_preview_context(request, mode_name)
        return {**context, **context_of(preview(self, now=timezone.now()))}


class HomePage(BasePage):
    """The first page of the site in one language; its title is the name of the site."""

    page_description = _("The first page of the site; its title is the name of the site.")

    lead = models.CharField(
        _("lead"), max_length=200, blank=True, help_text=_("One sentence under the title.")
    )
    picture = models.ForeignKey(
        "media.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = StreamField(BodyBlock(), blank=True)

    # Homes are neighbours under the root, where two cannot share a slug.
    fact_fields = ("picture",)
    parent_page_types = ["wagtailcore.Page"]
    api_fields = written("lead", "picture", "body")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FactPanel("picture", heading=_("Picture")),
        FieldPanel("body", heading=_("Body")),
    ]
    promote_panels = [FieldPanel("slug"), *BasePage.promote_panels[0].children[1:]]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class LandingPage(BasePage):
    """A page of its own, or the top of a section."""

    page_description = _("A page of its own, or the top of a section such as the services.")

    lead = models.CharField(
        _("lead"), max_length=200, blank=True, help_text=_("One sentence under the title.")
    )
    picture = models.ForeignKey(
        "media.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = StreamField(BodyBlock(), blank=True)

    fact_fields = ("slug", "picture")
    api_fields = HomePage.api_fields
    content_panels = HomePage.content_panels
    search_fields = HomePage.search_fields

    class Meta:
        verbose_name = _("landing page")
        verbose_name_plural = _("landing pages")


class ArticlePage(BasePage):
    """Something to read: advice, news, a story."""

    page_description = _("Something to read: advice, news, a story.")

    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("Shown in lists of articles.")
    )
    author_name = models.CharField(_("author"), max_length=80, blank=True)
    picture = models.ForeignKey(
        "media.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = StreamField(BodyBlock())

    keyed_by_slug = True
    fact_fields = ("slug", "picture")
    parent_page_types = ["pages.LandingPage", "pages.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    api_fields = written("summary", "author_name", "picture", "body")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("author_name"),
        FactPanel("picture", heading=_("Picture")),
        FieldPanel("body", heading=_("Body")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class StandardsPage(BasePage):
    """A binding text: what the service promises, how people behave, what they agree to."""

    page_description = _(
        "A binding text. Each published wording is kept, and people agree to one of them."
    )

    class Kind(models.TextChoices):
        SERVICE = "service", _("Service standards")
        CONDUCT = "conduct", _("Code of conduct")
        AGREEMENT = "agreement", _("Agreement")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    body = StreamField(BodyBlock())

    keyed_by_slug = True
    fact_fields = ("slug", "kind")
    parent_page_types = ["pages.LandingPage", "pages.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    api_fields = written("kind", "body")
    content_panels = [
        *BasePage.content_panels,
        FactPanel("kind"),
        FieldPanel("body", heading=_("Body")),
    ]
    search_fields = [*Page.search_fields, index.FilterField("kind"), index.SearchField("body")]

    class Meta:
        verbose_name = _("standards page")
        verbose_name_plural = _("standards pages")


class StandardVersion(models.Model):
    """One published wording of a standards page in all its languages; it never changes.

    ``texts`` maps language codes to ``{"title", "body"}`` and ``content_hash`` is the SHA-256 of
    their canonical JSON. Whoever accepts an agreement accepts one of these.
    """

    page_key = models.UUIDField(_("page"))
    slug = models.SlugField(_("slug"), max_length=255, allow_unicode=True)
    kind = models.CharField(_("kind"), max_length=12, choices=StandardsPage.Kind.choices)
    number = models.PositiveIntegerField(_("number"))
    texts = models.JSONField(_("texts"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("version of a standard")
        verbose_name_plural = _("versions of standards")
        ordering = ["slug", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["page_key", "number"], name="one_text_per_standard_and_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.number}"


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """How to reach the house, on every page of every client."""

    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    logo = models.ForeignKey(
        "media.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    panels = [FieldPanel("phone"), FieldPanel("email"), FieldPanel("logo", heading=_("Logo"))]

    class Meta:
        verbose_name = _("site settings")
