"""What is found: rows beside published documents, written and gone with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """How one published document is found.

    ``lexemes`` are sorted and separated by spaces: what the full-text index is made of, by the
    database itself. Equal matches stand by ``popularity``, then collection and key.
    """

    document = models.OneToOneField(
        "delivery.PublishedDocument",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="search_entry",
    )
    locale = models.CharField(max_length=12)
    collection = models.CharField(max_length=50)
    key = models.CharField(max_length=255)
    title = models.CharField(max_length=255)
    lexemes = models.TextField()
    popularity = models.PositiveIntegerField(default=0)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.collection}/{self.key} ({self.locale})"


class SearchFacet(models.Model):
    """A value that found objects are narrowed and counted by: a tag, a category, a region."""

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="facets")
    name = models.CharField(max_length=16)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "name", "value"], name="an_entry_has_a_facet_once"
            )
        ]
        indexes = [models.Index(fields=["name", "value", "entry"], name="entries_of_a_facet")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class TitleForm(models.Model):
    """A title as somebody may begin to type it: from one of its words on, or by its sound.

    ``place`` is 0 where the title begins with it.
    """

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="forms")
    locale = models.CharField(max_length=12)
    form = models.CharField(max_length=100)
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "form"], name="an_entry_has_a_form_once")
        ]

    def __str__(self) -> str:
        return self.form


class Spelling(models.Model):
    """A word that is published, as it looks with one letter missing: ``clening`` of cleaning.

    Two words that differ by one typing error have one of these in common.
    """

    locale = models.CharField(max_length=12)
    word = models.CharField(max_length=64)
    shortened = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["locale", "shortened", "word"], name="a_spelling_stands_once"
            )
        ]

    def __str__(self) -> str:
        return self.word


class SynonymGroup(models.Model):
    """Words that mean the same to whoever searches: each finds what any of them finds."""

    language = models.CharField(_("language"), max_length=12)
    words = models.TextField(
        _("words"),
        help_text=_("One word or phrase per line, such as “nanny” and “babysitter”."),
    )

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["language", "words"]

    def __str__(self) -> str:
        return " · ".join(self.listed)

    @property
    def listed(self) -> list[str]:
        """The words, each on its own."""
        return listed_in(self.words)


def listed_in(text: str) -> list[str]:
    """The words of ``text``, one per line, each once."""
    lines = (line.strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))
