"""What the public reads: finished JSON, one row per object and locale."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Collection(models.Model):
    """The generation of one list: it rises whenever a document of the list changes.

    It is a time in milliseconds, or more where the list changes faster than the clock.
    The rows of a collection are also its lock: whoever writes a document holds them, so
    that two builders of one object write in the order in which they read.
    """

    name = models.CharField(max_length=50)
    locale = models.CharField(max_length=12)
    generation = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "locale"], name="one_generation_per_list"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.locale}) {self.generation}"


class JsonText(models.TextField[str, str]):
    """JSON as it is sent, never looked into: text to the database.

    Django inserts several rows on PostgreSQL as arrays, and psycopg escapes each quotation mark in
    an array by itself, in Python. A column with a placeholder of its own has rows written as rows.
    """

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s"

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class PublishedDocument(models.Model):
    """One object in one locale, as the API answers it: no part is computed at reading.

    ``owner`` is the object in all its locales (the translation key of a page), so that a
    document whose key or path changed is found again. ``body`` is the detail and
    ``summary`` the object's item in a list, both JSON text.
    """

    collection = models.CharField(max_length=50)
    key = models.CharField(max_length=255)
    locale = models.CharField(max_length=12)
    owner = models.UUIDField()
    path = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001 (unique)
    body = JsonText()
    summary = JsonText()
    etag = models.CharField(max_length=66)
    cache_keys = models.JSONField(default=list)
    position = models.IntegerField(default=0)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "key", "locale"], name="one_document_per_key_and_locale"
            ),
            models.UniqueConstraint(
                fields=["collection", "owner", "locale"],
                name="one_document_per_owner_and_locale",
            ),
            # Null for what has no address of its own: nulls are distinct in a constraint.
            models.UniqueConstraint(
                fields=["path", "locale"],
                name="one_document_per_path_and_locale",
                violation_error_code="address_taken",
                violation_error_message=_("Another page has this address."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["collection", "locale", "position", "-published_at", "key"],
                name="document_list_order",
            ),
            models.Index(fields=["owner", "locale"], name="document_by_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.collection}/{self.key} ({self.locale})"


class BuiltBy(models.Model):
    """The value of a setting that the stored documents were built by."""

    setting = models.CharField(max_length=50, unique=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.setting


class Rebuilding(models.Model):
    """Documents written again in the background, in batches; the row says how far it has come.

    ``objects_to_publish`` are labels of models and primary keys. Each batch is one transaction
    with its progress, so that a crash loses and repeats nothing.
    """

    reason = models.CharField(max_length=200)
    objects_to_publish = models.JSONField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="a_rebuilding_does_no_more_than_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.done} of {self.total}"
