"""Query parameters of searches."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

LONGEST_QUESTION = 100


class Words(serializers.CharField):
    """What somebody looks for, in their own words."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text", _("What is looked for: words in any language, pinyin or initials.")
        )
        super().__init__(max_length=LONGEST_QUESTION, **options)
