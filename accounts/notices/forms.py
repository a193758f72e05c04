"""The editors' form for the wording of notices."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from accounts.notices import templates


def _choices() -> list[tuple[str, str]]:
    return [
        (notice.key, f"{notice.label}: {_placeholders(notice)}")
        for notice in templates.registered()
    ]


def _placeholders(notice: templates.NamedNotice) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(notice.placeholders))


class NoticeTemplateForm(WagtailAdminModelForm):
    """Offers the registered notices with the placeholders that each may use."""

    key = forms.ChoiceField(label=_("notice"), choices=_choices)
