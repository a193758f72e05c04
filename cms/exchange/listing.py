"""What a listing of the admin gets: its rows as a file, and the way to import some."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from cms.exchange.actions import File, export_rows
from cms.exchange.formats import FORMATS
from cms.exchange.registry import Exchange, get


class ExchangeListing:
    """Mixed into an index view of Wagtail's, whose own export asks nobody.

    ``nouns`` are exported of the same objects: what the listing is filtered to, all pages.
    """

    nouns: ClassVar[tuple[str, ...]]
    request: Any
    is_export: bool

    @cached_property
    def show_export_buttons(self) -> bool:
        return False

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = list(super().header_more_buttons)  # type: ignore[misc]
        for place, noun in enumerate(self.nouns):
            buttons += self._buttons(get(noun), 200 + 10 * place)
        return buttons

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        if not self.is_export:
            response: HttpResponse = super().render_to_response(context, **options)  # type: ignore[misc]
            return response
        noun = self.request.GET.get("rows", self.nouns[0])
        if noun not in self.nouns:
            raise PermissionDenied
        exchange = get(noun)
        if not self._may("export", exchange):
            raise PermissionDenied
        file = export_rows(
            exchange,
            form=self.request.GET["export"],
            by=self.request.user,
            now=timezone.now(),
            keys=[each.pk for each in context["object_list"]],
        )
        return download(file)

    def _may(self, verb: str, exchange: Exchange) -> bool:
        return bool(self.request.user.has_perm(exchange.permission_to(verb)))

    def _buttons(self, exchange: Exchange, priority: int) -> list[Button]:
        buttons = []
        if self._may("import", exchange):
            buttons.append(
                Button(
                    _("Import %(rows)s") % {"rows": exchange.label},
                    url=reverse("exchange_import", args=[exchange.noun]),
                    icon_name="upload",
                    priority=priority,
                )
            )
        if self._may("export", exchange):
            buttons += [
                Button(
                    _("Export %(rows)s as %(format)s")
                    % {"rows": exchange.label, "format": form.upper()},
                    url=self._export_url(exchange.noun, form),
                    icon_name="download",
                    priority=priority + step,
                )
                for step, form in enumerate(FORMATS, start=1)
            ]
        return buttons

    def _export_url(self, noun: str, form: str) -> str:
        asked = self.request.GET.copy()
        asked["export"], asked["rows"] = form, noun
        asked.pop("p", None)
        return f"{self.request.path}?{asked.urlencode()}"


def download(file: File) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(file.content, content_type=file.type, headers=headers)
