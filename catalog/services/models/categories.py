"""The tree of categories."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager

from catalog.services.keys import validate_key
from catalog.services.words import WordsField, words_in


class Category(MP_Node):
    """A kind of service, such as home → cleaning → deep cleaning.

    Brothers stand in the order of ``position``, then ``key``. The key never changes: frontends,
    listing rows and processes name the category by it.
    """

    key = models.SlugField(
        _("key"),
        max_length=64,
        unique=True,
        validators=[validate_key],
        help_text=_("What frontends and processes know it by, such as “cleaning”. It stays."),
    )
    name = WordsField(_("name"))
    description = WordsField(_("description"), blank=True, multiline=True)
    icon = models.SlugField(
        _("icon"),
        max_length=64,
        blank=True,
        help_text=_("The name of an icon that the frontends know, such as “broom”."),
    )
    picture = models.ForeignKey(
        "media.Picture",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=0,
        help_text=_("Smaller numbers stand first among the categories beside it."),
    )

    node_order_by = ["position", "key"]
    # Machines that write services find the category's id here; they write no categories.
    api_fields = ("key", "name")

    objects: ClassVar[MP_NodeManager] = MP_NodeManager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        permissions = [
            ("import_category", "Can import categories"),
            ("export_category", "Can export categories"),
        ]

    def __str__(self) -> str:
        return words_in(self.name, get_language() or "")

    @admin.display(description=_("name"))
    def indented_name(self) -> str:
        """The name behind one dash for each level below the roots: the tree in a flat list."""
        return f"{'— ' * (self.depth - 1)}{self}"
