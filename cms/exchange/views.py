"""Choosing a file, looking at what it would do, and confirming it."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.exchange import registry
from cms.exchange.actions import confirm_import, stage_import, waiting_import
from cms.exchange.models import Transfer
from cms.exchange.plans import Plan, PlannedCell, PlannedRow, RowKind
from cms.exchange.refusals import GONE, PreviewGone, PreviewOutdated, TableRefused
from cms.exchange.tables import refuse_size

ROWS_PER_PAGE = 50
LABELS = {
    RowKind.NEW: gettext_lazy("New"),
    RowKind.CHANGED: gettext_lazy("Changed"),
    RowKind.UNCHANGED: gettext_lazy("Unchanged"),
    RowKind.WRONG: gettext_lazy("Wrong"),
}


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        # Emptiness is told by the same words as everything else that is wrong with a file.
        allow_empty_file=True,
        help_text=gettext_lazy("A CSV file or an Excel workbook (.xlsx), its first sheet."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class ExchangeView(WagtailAdminTemplateMixin):
    """For those who may import the noun that the address names."""

    header_icon = "upload"
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.exchange.permission_to("import")):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def exchange(self) -> registry.Exchange:
        try:
            return registry.get(self.kwargs["noun"])
        except LookupError as error:
            raise Http404 from error

    @property
    def session(self) -> str:
        return self.request.session.session_key or ""

    def get_page_title(self) -> str:
        return _("Import %(rows)s") % {"rows": self.exchange.label}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        back = {"url": reverse(self.exchange.listing), "label": self.exchange.label}
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), back, here]


class ImportView(ExchangeView, FormView):  # type: ignore[type-arg]  # not generic at run time
    """The file, and which columns it has."""

    template_name = "exchange/import.html"
    form_class = FileForm

    def form_valid(self, form: FileForm) -> HttpResponse:
        sent = form.cleaned_data["file"]
        try:
            # Before it is read into memory.
            refuse_size(sent.size)
            transfer = stage_import(
                self.exchange,
                sent.read(),
                file_name=sent.name,
                by=self.request.user,  # type: ignore[arg-type]
                session=self.session,
                now=timezone.now(),
            )
        except TableRefused as refused:
            form.add_error("file", refused.message)
            return self.form_invalid(form)
        return redirect("exchange_preview", self.exchange.noun, transfer.uuid)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        columns = self.exchange.rows.columns()
        return super().get_context_data(columns=columns, **context)


class PreviewView(ExchangeView, TemplateView):
    """What the file would do, row by row; the button imports exactly that."""

    template_name = "exchange/preview.html"
    transfer: Transfer

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.transfer = waiting_import(
                kwargs["transfer_id"],
                by=request.user,  # type: ignore[arg-type]
                session=self.session,
                now=timezone.now(),
            )
        except PreviewGone:
            return self._gone()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, noun: str, transfer_id: UUID) -> HttpResponse:
        try:
            plan = confirm_import(
                self.exchange,
                transfer_id,
                by=request.user,  # type: ignore[arg-type]
                session=self.session,
                now=timezone.now(),
            )
        except PreviewGone:
            return self._gone()
        except PreviewOutdated:
            messages.warning(request, _("Something has changed since. Look again and confirm."))
            return redirect("exchange_preview", noun, transfer_id)
        messages.success(request, _told(plan))
        return redirect(self.exchange.listing)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        plan = Plan.from_json(self.transfer.plan)
        kind = self.request.GET.get("kind", "")
        rows = [row for row in plan.rows if kind in ("", row.kind)]
        page = WagtailPaginator(rows, ROWS_PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            transfer=self.transfer,
            columns=plan.columns,
            page=page,
            rows=[
                (row, LABELS[row.kind], _columns_of(plan, row), _changes_in(plan, row))
                for row in page
            ],
            kind=kind,
            tabs=[(kind.value, LABELS[kind], plan.counts[kind]) for kind in RowKind],
            total=len(plan.rows),
            right=plan.counts[RowKind.NEW] + plan.counts[RowKind.CHANGED],
            wrong=plan.counts[RowKind.WRONG],
            **context,
        )

    def _gone(self) -> HttpResponse:
        messages.error(self.request, GONE)
        return redirect("exchange_import", self.exchange.noun)


def _columns_of(plan: Plan, row: PlannedRow) -> list[tuple[str, str]]:
    """The sentences about the row, each with the column that it is about, or none."""
    by_column = [
        (name, error)
        for name, cell in zip(plan.columns, row.cells, strict=True)
        for error in cell.errors
    ]
    return [*(("", error) for error in row.errors), *by_column]


def _changes_in(plan: Plan, row: PlannedRow) -> list[tuple[str, PlannedCell]]:
    """The cells that differ, each with its column: most are far to the right."""
    if row.kind != RowKind.CHANGED:
        return []
    named = zip(plan.columns, row.cells, strict=True)
    return [(name, cell) for name, cell in named if cell.is_changed]


def _told(plan: Plan) -> str:
    counts = plan.counts
    done = counts[RowKind.NEW] + counts[RowKind.CHANGED]
    told = ngettext("%(count)s row imported.", "%(count)s rows imported.", done) % {"count": done}
    if not counts[RowKind.WRONG]:
        return told
    left = ngettext(
        "%(count)s wrong row was left out.",
        "%(count)s wrong rows were left out.",
        counts[RowKind.WRONG],
    )
    return f"{told} {left % {'count': counts[RowKind.WRONG]}}"
