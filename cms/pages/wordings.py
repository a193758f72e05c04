"""The published wordings of binding texts, as the public reads them."""

from collections.abc import Collection
from datetime import datetime

from pydantic import BaseModel

from cms.delivery.locales import fallbacks
from cms.pages.bodies import BlockBody, blocks_body
from cms.pages.models import StandardsPage, StandardVersion


class WordingSummary(BaseModel):
    """One published wording; ``hash`` is the SHA-256 of its texts in all languages."""

    key: str
    kind: str
    number: int
    hash: str
    published_at: datetime


class WordingBody(WordingSummary):
    """A wording in full, as it was published; ``language`` is that of its words."""

    locale: str
    language: str
    title: str
    body: list[BlockBody]


def summary_of(version: StandardVersion) -> WordingSummary:
    return WordingSummary(
        key=version.slug,
        kind=version.kind,
        number=version.number,
        hash=version.content_hash,
        published_at=version.published_at,
    )


def wording_of(
    version: StandardVersion, locale: str, *, among: Collection[str]
) -> WordingBody | None:
    """The wording for readers of ``locale``, in its words or in those that stand in for them.

    Whoever agreed to it may read it again, in whatever language there is. ``among`` are the
    languages that are public now: a translation that was taken back is not told by what it was,
    either. ``None`` where the wording has none of them.
    """
    told = (*fallbacks(locale), *version.texts)
    language = next((code for code in told if code in version.texts and code in among), None)
    if language is None:
        return None
    text = version.texts[language]
    body = StandardsPage._meta.get_field("body").to_python(text["body"])
    return WordingBody(
        **dict(summary_of(version)),
        locale=locale,
        language=language,
        title=text["title"],
        body=blocks_body(body, locale),
    )
