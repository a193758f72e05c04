"""The blocks that bodies are made of: few, and each knows how it stands in the API."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.rich_text import RichText, expand_db_html

from cms.media.documents import ImageBody, image_body
from cms.media.models import Picture
from cms.pages.routes import route_of
from cms.pages.targets import linked

# With a ``locale`` it is a document for readers of that language; without, Wagtail's own API for
# those who write, who get back what they can send.
Context = Mapping[str, Any] | None

EDITORS_MARK = re.compile(r'(<[a-z][a-z0-9]*) data-block-key="[^"<>]*"')
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


def text_html(value: RichText | str) -> str:
    """Rich text as HTML whose links lead to addresses; call it with the locale active.

    Without the marks by which the editor finds paragraphs again: they say nothing to readers.
    """
    source = value.source if isinstance(value, RichText) else value
    return EDITORS_MARK.sub(r"\1", str(expand_db_html(source)))


class TextBlock(blocks.RichTextBlock):
    """Rich text, in the API as HTML."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    def get_api_representation(self, value: RichText, context: Context = None) -> Any:
        if _readers_locale(context) is None:
            return super().get_api_representation(value, context)
        return text_html(value)


class PictureBlock(ImageBlock):
    """A picture, in the API with its sizes and the alternative text of the locale."""

    api_type = ImageBody | None

    def get_api_representation(
        self, value: Picture | None, context: Context = None
    ) -> dict[str, Any] | None:
        locale = _readers_locale(context)
        if locale is None:
            written: dict[str, Any] | None = super().get_api_representation(value, context)
            return written
        if value is None:
            return None
        own = "" if value.decorative else (value.contextual_alt_text or None)
        return image_body(value, locale, alt=own).model_dump()

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "cms.pages.blocks.PictureBlock", [], self._constructor_kwargs


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=160)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("Section")), ("3", _("Part of a section"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")


class CaptionedPictureBlock(blocks.StructBlock):
    picture = PictureBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Text"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quote")


class ListingBlock(blocks.StructBlock):
    style = blocks.ChoiceBlock(
        label=_("Style"),
        choices=[("bullets", _("Bullets")), ("numbers", _("Numbers")), ("checks", _("Ticks"))],
        default="bullets",
    )
    entries = blocks.ListBlock(blocks.CharBlock(label=_("Item")), label=_("Items"))

    class Meta:
        icon = "list-ul"
        label = _("List")


class QuestionAndAnswerBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = TextBlock(label=_("Answer"))

    class Meta:
        icon = "help"
        label = _("Question and answer")


class CallToActionBody(BaseModel):
    """Where a button leads: ``page`` is the id of a page here, ``url`` an address in any case."""

    text: str
    label: str
    page: int | None
    url: str | None


class CallToActionBlock(blocks.StructBlock):
    api_type = CallToActionBody

    text = blocks.CharBlock(label=_("Text"), required=False, max_length=200)
    label = blocks.CharBlock(label=_("Words on the button"), max_length=40)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)

    class Meta:
        icon = "link"
        label = _("Call to action")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=[
                    ValidationError(_("Choose a page or give an address."), code="one_target")
                ]
            )
        return cleaned

    def get_api_representation(self, value: Any, context: Context = None) -> dict[str, Any]:
        if _readers_locale(context) is None:
            written: dict[str, Any] = super().get_api_representation(value, context)
            return written
        page, target = self._target(value["page"], str(_readers_locale(context)))
        return CallToActionBody(
            text=value["text"], label=value["label"], page=page, url=value["url"] or target
        ).model_dump()

    @staticmethod
    def _target(page: Page | None, locale: str) -> tuple[int | None, str | None]:
        """The page's id and its address; none of one that is not public."""
        target = linked([page.pk]).get(page.pk) if page is not None else None
        if target is None or not target.is_public:
            return None, None
        return target.page.pk, route_of(target.in_language(locale), locale)


def stream_fields(page: Page) -> list[Any]:
    """The fields of ``page`` that hold blocks."""
    return [field for field in page._meta.fields if isinstance(field, StreamField)]


def pictures_in(block: blocks.Block, value: Any) -> Iterator[Picture]:
    """Every picture that ``value``, of the kind ``block``, shows, however deep."""
    if isinstance(block, ImageBlock):
        yield from [value] if value is not None else []
    elif isinstance(block, blocks.BaseStreamBlock):
        yield from (each for item in value for each in pictures_in(item.block, item.value))
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from pictures_in(child, value[name])
    elif isinstance(block, blocks.ListBlock):
        yield from (each for item in value for each in pictures_in(block.child_block, item))


def _readers_locale(context: Context) -> str | None:
    return (context or {}).get("locale")


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = HeadingBlock()
    text = TextBlock(label=_("Text"), icon="pilcrow")
    picture = CaptionedPictureBlock()
    gallery = blocks.ListBlock(PictureBlock(), label=_("Gallery"), icon="image")
    quote = QuoteBlock()
    list = ListingBlock()
    faq = blocks.ListBlock(QuestionAndAnswerBlock(), label=_("Questions and answers"), icon="help")
    call_to_action = CallToActionBlock()
