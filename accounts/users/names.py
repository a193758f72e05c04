"""What people call themselves, and other single lines that others will read.

Other people see them in lists, notices, mails and spreadsheets: a name must not break a line, turn
the words around it about, be invisible, or be a formula.
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Control characters, separators of lines and paragraphs, halves of characters.
BREAKING = {"Cc", "Zl", "Zp", "Cs"}
# Embeddings, overrides and isolates: they reach beyond the name (Unicode Standard Annex 9).
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters, numbers, punctuation, symbols.
VISIBLE = set("LNPS")
FORMULA = tuple("=+-@")


def validate_line(value: str) -> None:
    """Raises ``ValidationError`` with code ``invalid_characters`` or ``invisible``."""
    if any(char in TURNING or unicodedata.category(char) in BREAKING for char in value):
        text = _("Write it on one line, without control characters.")
        raise ValidationError(text, code="invalid_characters")
    if value and not any(unicodedata.category(char)[0] in VISIBLE for char in value):
        raise ValidationError(_("Write something that can be seen."), code="invisible")


def validate_name(value: str) -> None:
    """As ``validate_line``; and ``formula`` for what a spreadsheet would compute."""
    validate_line(value)
    if value.startswith(FORMULA):
        raise ValidationError(_("Begin with another character than = + - @."), code="formula")
