"""The case of a business row: where it stands, what happened, and what one may do about it.

Pages of subjects take ``case_context`` into their own; an action that is offered has a page of
its own with its form, which comes back to where it was opened (``next``).
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.users.models import User

from .. import queries
from ..actions import take_action
from ..locking import visible_case
from ..models import Case
from ..refusals import InvalidForm, NotFound, Refusal
from .answering import Answering
from .coming_back import and_back, came_from
from .person import person
from .taskform import TaskForm
from .timeline import told
from .views import HOME, language

ICON = "tasks"


def case_context(number: str, user: User, *, back: str) -> dict[str, Any]:
    """What ``engine/admin/case.html`` shows of a case; ``back`` is the page that shows it."""
    case = Case.objects.select_related("version", "process", "definition").get(number=number)
    offers = queries.offered_actions(case, user, language=language(), now=timezone.now())
    return {
        "case": case,
        "stage": queries.stage_label(case, case.stage, language()),
        "steps": [
            queries.step_title(case.version, step, language())
            for step in queries.present_steps(case)
        ],
        "timeline": told(case, language(), user),
        "case_url": reverse("engine_case", args=[number])
        if Case.objects.visible_to(user).filter(pk=case.pk).exists()
        else "",
        "offers": [
            {
                "action": offer.action,
                "label": offer.label,
                "url": and_back(reverse("engine_case_action", args=[number, offer.action]), back),
            }
            for offer in offers
        ],
    }


def case_for(number: str, user: User) -> Case:
    """The case, if ``user`` may see it or what it is about. Raises 404."""
    try:
        return visible_case(number, user)
    except NotFound as error:
        raise Http404 from error


def case_chart(request: HttpRequest, number: str) -> HttpResponse:
    """The chart of a case with its present step, as an image of its own."""
    case = case_for(number, person(request))
    drawing = queries.chart_svg(case.version, language(), case=case)
    return HttpResponse(drawing, content_type="image/svg+xml")


class ActionPage(Answering, WagtailAdminTemplateMixin, TemplateView):
    """The form of an action that a case offers, and taking it."""

    template_name = "engine/admin/action.html"
    header_icon = ICON
    case: Case
    offer: queries.OfferedAction

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.case = case_for(kwargs["number"], person(request))
        offers = queries.offered_actions(
            self.case, person(request), language=language(), now=self.now
        )
        found = [offer for offer in offers if offer.action == kwargs["action"]]
        if not found:
            raise Http404
        self.offer = found[0]

    def get_page_title(self) -> str:
        return self.offer.label

    def get_page_subtitle(self) -> str:
        return self.case.number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            HOME,
            {"url": self._back(), "label": self.case.number},
            {"url": "", "label": f"{self.case.number} · {self.offer.label}"},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or TaskForm(self.offer.form)
        return super().get_context_data(
            case=self.case,
            offer=self.offer,
            form=form,
            media=form.media,
            back=self._back(),
            **kwargs,
        )

    def post(self, request: HttpRequest, number: str, action: str) -> HttpResponseBase:
        if (form := self.reshaped(self.offer.form)) is not None:
            return self.render_to_response(self.get_context_data(form=form))
        form = self.read(TaskForm(self.offer.form, (request.POST, request.FILES)))
        if form.is_valid():
            try:
                by, data = person(request), form.answers()
                take_action(number, action, by=by, data=data, now=self.now)
            except InvalidForm as refusal:
                form.refuse(refusal.errors)
            except Refusal as refusal:
                messages.error(request, str(refusal))
                return self.render_to_response(self.get_context_data(form=form))
            else:
                messages.success(request, _("Done: %s") % self.offer.label)
                return redirect(self._back())
        messages.error(request, _("Some answers do not fit. See the fields below."))
        return self.render_to_response(self.get_context_data(form=form))

    def _back(self) -> str:
        return came_from(self.request, reverse("engine_tasks"))
