"""What each service says, by its number: pure, and the same in every run."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from benchmarks.delivery.dataset import texts

# Published one by one as editors' pages are; the services after them repeat their words.
TEMPLATES = 400
LEAVES = [each for each in texts.categories() if each[1]]
FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)
DURATIONS = (45, 60, 90, 120, 180, 240)
UNRATED_OF_TEN = 1


@dataclass(frozen=True)
class Facts:
    """Price in minor units, duration in minutes; no ``rating`` before the first review."""

    number: int
    template: int
    category: str
    tags: tuple[str, ...]
    duration: int
    price: int
    rating: Decimal | None
    rating_count: int
    published_at: datetime

    @property
    def key(self) -> str:
        return key_of(self.number)

    def title(self, language: str) -> str:
        return texts.title(LEAVES[self.template % len(LEAVES)][2], self.number, language)

    def summary(self, language: str) -> str:
        return texts.summary(Random(f"summary {self.template}"), language)

    def body(self, language: str) -> str:
        return texts.stored(texts.blocks(Random(f"body {self.template}"), language))


def key_of(number: int) -> str:
    return f"service-{number:06}"


def facts(number: int) -> Facts:
    """The service of a number from 1: category, tags, duration and words are its template's."""
    template = (number - 1) % TEMPLATES + 1
    words, own = Random(f"words {template}"), Random(f"facts {number}")
    rated = own.randrange(10) >= UNRATED_OF_TEN
    return Facts(
        number=number,
        template=template,
        category=LEAVES[template % len(LEAVES)][0],
        tags=tuple(sorted(words.sample(texts.TAGS, 3))),
        duration=words.choice(DURATIONS),
        price=own.randrange(2900, 99900, 100),
        rating=Decimal(own.randrange(300, 501)) / 100 if rated else None,
        rating_count=own.randrange(1, 400) if rated else 0,
        published_at=FIRST + timedelta(minutes=number),
    )
