"""A new process: empty, from the gallery, or a copy of one that is there."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.designer.gallery import EMPTY, begun_from, templates
from workflows.engine.admin.person import person
from workflows.engine.admin.views import HOME, language
from workflows.engine.drafts import save_draft
from workflows.engine.models import Definition
from workflows.engine.refusals import Refusal
from workflows.engine.texts import localized

from .access import ICON, OfProcess

# Addresses beside the processes themselves, here and in the API.
RESERVED = frozenset({"new", "schema", "vocabulary"})


class NameForm(forms.Form):
    """What a new process is called, in every language, and its key."""

    key = forms.SlugField(
        label=gettext_lazy("Key"),
        help_text=gettext_lazy(
            "Stays for ever: small letters, digits and hyphens. Left empty, it is made from the "
            "English name."
        ),
        max_length=50,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = {
            f"title_{code}": forms.CharField(
                label=_("Name (%(language)s)") % {"language": name},
                max_length=100,
                required=code == "en",
            )
            for code, name in settings.LANGUAGES
        }
        self.fields = {**names, **self.fields}

    @property
    def title(self) -> dict[str, str]:
        texts = {code: self.cleaned_data[f"title_{code}"] for code, _name in settings.LANGUAGES}
        return {code: text for code, text in texts.items() if text}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        key = cleaned.get("key") or slugify(cleaned.get("title_en", ""))[:50].strip("-")
        key = key.lower()
        if not key or not key[0].isalpha() or not key.isascii():
            raise ValidationError({"key": _("Give a key that begins with a letter.")})
        if key in RESERVED or Definition.objects.filter(key=key).exists():
            raise ValidationError({"key": _("The key “%s” is taken; choose another.") % key})
        cleaned["key"] = key
        return cleaned

    def save(self, content: Mapping[str, Any], request: HttpRequest) -> str:
        """Make the draft; answers its key. Raises a ``Refusal`` if somebody took the key."""
        key: str = self.cleaned_data["key"]
        save_draft(
            key,
            definition=begun_from(content, key=key, title=self.title),
            note="",
            etag="",
            by=person(request),
            now=timezone.now(),
        )
        return key


class NewProcess(WagtailAdminTemplateMixin, TemplateView):
    """The gallery: choose what to begin with, and give it a name."""

    template_name = "designer/new.html"
    header_icon = ICON
    page_title = gettext_lazy("New process")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        processes = {"url": reverse("designer_processes"), "label": _("Processes")}
        return [HOME, processes, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or NameForm()
        chosen = self.request.POST.get("template") or self.request.GET.get("template") or EMPTY
        return super().get_context_data(
            form=form,
            choices=_choices(),
            chosen=chosen if chosen in templates() else EMPTY,
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = NameForm(request.POST)
        content = templates().get(request.POST.get("template", ""))
        if content is None:
            form.add_error(None, _("Choose what to begin with."))
        if content is not None and form.is_valid():
            try:
                return redirect("designer_steps", form.save(content, request))
            except Refusal as refused:
                messages.error(request, str(refused))
        return self.render_to_response(self.get_context_data(form=form))


class CopyProcess(OfProcess):
    """Another process like this one, for a category or a city of its own."""

    template_name = "designer/copy.html"
    crumb = gettext_lazy("Copy")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=kwargs.pop("form", None) or NameForm(), **kwargs)

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        form = NameForm(request.POST)
        content = self.current.content if self.current else self.definition.draft
        if form.is_valid():
            try:
                return redirect("designer_steps", form.save(content, request))
            except Refusal as refused:
                messages.error(request, str(refused))
        return self.render_to_response(self.get_context_data(form=form))


def _choices() -> list[dict[str, str]]:
    """The templates as the page shows them: what they are called and what they are for."""
    return [
        {
            "key": key,
            "title": localized(definition["title"], language()),
            "description": localized(definition["description"], language()),
        }
        for key, definition in templates().items()
    ]
