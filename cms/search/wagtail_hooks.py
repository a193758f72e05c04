"""Synonyms in Wagtail's admin."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.search.models import SynonymGroup, listed_in


class SynonymForm(WagtailAdminModelForm):
    """A group of two words at least, for readers of one language."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean_words(self) -> str:
        listed = listed_in(self.cleaned_data["words"])
        if len(listed) < 2:
            raise ValidationError(
                _("Give two words or more, each on a line of its own."), code="too_few"
            )
        return "\n".join(listed)


def language_of(group: SynonymGroup) -> str:
    return str(dict(settings.LANGUAGES).get(group.language, group.language))


class SynonymGroupViewSet(SnippetViewSet):
    """Groups of words that find the same."""

    model = SynonymGroup
    icon = "search"
    menu_label = _("Synonyms")
    # Only what is named, not a column of its own, leads to the group.
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("language", label=_("Language"), accessor=language_of, sort_key="language"),
    ]
    list_filter = ["language"]
    search_fields = ["words"]
    edit_handler = ObjectList(
        [FieldPanel("language"), FieldPanel("words")], base_form_class=SynonymForm
    )


register_snippet(SynonymGroupViewSet)
