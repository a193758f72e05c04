"""Starting a plain case from the admin, by the form of its start step."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from workflows.engine.actions import start_case
from workflows.engine.admin.answering import Answering
from workflows.engine.admin.person import person
from workflows.engine.admin.taskform import TaskForm
from workflows.engine.admin.views import language
from workflows.engine.plain import PLAIN
from workflows.engine.queries import start_form
from workflows.engine.refusals import InvalidForm, NotAllowed, Refusal

from .access import OfProcess


class StartPage(Answering, OfProcess):
    """The start form. Who may begin a case is for its start step to say."""

    template_name = "designer/start.html"
    crumb = gettext_lazy("Start a case")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        if self.definition.kind != PLAIN.kind:
            raise Http404
        try:
            self.described = start_form(
                self.definition.key, person(request), language(), now=self.now
            )
        except NotAllowed as refused:
            raise PermissionDenied from refused
        except Refusal as refused:
            raise Http404 from refused

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or TaskForm(self.described)
        return super().get_context_data(form=form, media=form.media, **kwargs)

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        if (form := self.reshaped(self.described)) is not None:
            return self.render_to_response(self.get_context_data(form=form))
        form = self.read(TaskForm(self.described, (request.POST, request.FILES)))
        if form.is_valid():
            try:
                case = start_case(key, by=person(request), data=form.answers(), now=self.now)
            except InvalidForm as refused:
                form.refuse(refused.errors)
            except Refusal as refused:
                messages.error(request, str(refused))
                return self.render_to_response(self.get_context_data(form=form))
            else:
                messages.success(request, _("Case %(number)s began.") % {"number": case.number})
                return redirect("engine_case", case.number)
        messages.error(request, _("Some answers do not fit. See the fields below."))
        return self.render_to_response(self.get_context_data(form=form))
