"""What is published of the pages of this app."""

from pydantic import BaseModel

from cms.delivery.registry import Content, DocumentType, register
from cms.media.documents import ImageBody
from cms.pages.bodies import (
    PageBody,
    PageSummary,
    content_of,
    page_fields,
    picture_body,
    summary_fields,
)
from cms.pages.models import ArticlePage, BasePage, HomePage, LandingPage, StandardsPage
from cms.pages.preparing import prepare
from cms.pages.queries import latest_version, latest_versions


class LandingBody(PageBody):
    """A home or landing page."""

    lead: str
    picture: ImageBody | None


class ArticleSummary(PageSummary):
    """An article in the list."""

    summary: str
    author: str
    picture: ImageBody | None


class ArticleBody(PageBody, ArticleSummary):
    """An article in full."""


class VersionBody(BaseModel):
    """Which published wording this is; ``hash`` is the SHA-256 of its texts."""

    number: int
    hash: str


class StandardsSummary(PageSummary):
    """A binding text in the list; ``version`` is ``None`` only in a preview before the first."""

    kind: str
    version: VersionBody | None


class StandardsBody(PageBody, StandardsSummary):
    """A binding text in its present version."""


def build_landing(page: HomePage | LandingPage, locale: str) -> Content | None:
    body = LandingBody(
        **page_fields(page, locale, page.body),
        lead=page.lead,
        picture=picture_body(page.picture, locale),
    )
    return content_of(page, body, PageSummary(**summary_fields(page, locale)))


def build_article(page: ArticlePage, locale: str) -> Content | None:
    own = {
        "summary": page.summary,
        "author": page.author_name,
        "picture": picture_body(page.picture, locale),
    }
    body = ArticleBody(**page_fields(page, locale, page.body), **own)
    return content_of(page, body, ArticleSummary(**summary_fields(page, locale), **own))


def prepare_standards(pages: list[StandardsPage]) -> None:
    """Read the wordings in force of all, too."""
    prepare(pages)
    latest_versions(page.translation_key for page in pages)


def build_standards(page: StandardsPage, locale: str) -> Content | None:
    latest = latest_version(page.translation_key)
    own = {
        "kind": page.kind,
        "version": VersionBody(number=latest.number, hash=latest.content_hash) if latest else None,
    }
    body = StandardsBody(**page_fields(page, locale, page.body), **own)
    return content_of(page, body, StandardsSummary(**summary_fields(page, locale), **own))


def id_of(page: BasePage) -> str:
    return str(page.source.pk)


def slug_of(page: BasePage) -> str:
    return str(page.slug)


def register_pages() -> None:
    """The collections of this app."""
    for collection, model, build, key_of, read in (
        ("homes", HomePage, build_landing, id_of, prepare),
        ("landings", LandingPage, build_landing, id_of, prepare),
        ("articles", ArticlePage, build_article, slug_of, prepare),
        ("standards", StandardsPage, build_standards, slug_of, prepare_standards),
    ):
        register(
            DocumentType(
                collection=collection, model=model, build=build, key_of=key_of, prepare=read
            )
        )
