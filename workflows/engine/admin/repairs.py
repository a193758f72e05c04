"""What an operator does about a case: try again, go on elsewhere, call off, tell what happened."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..actions import cancel_case, jump_case, receive_event, retry_step
from ..actions.repairs import jump_targets
from ..flows import flow_of_case
from ..queries import step_title
from ..refusals import InvalidForm, Refusal
from ..texts import localized
from ..vocabulary import EventType
from .case_page import MANAGE, TELL, OfCase, failures
from .events import EventForm, event_form
from .person import person
from .views import language

LONGEST_REASON = 500


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everybody who sees the case reads it in its timeline."),
        widget=AdminAutoHeightTextInput,
        max_length=LONGEST_REASON,
    )


class JumpForm(ReasonForm):
    to = forms.ChoiceField(label=gettext_lazy("Go on at"))
    field_order = ("to", "reason")

    def __init__(self, steps: list[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        field: Any = self.fields["to"]
        field.choices = [("", "–"), *steps]


class Repair(OfCase):
    """A form that does one thing to a case, and comes back to it."""

    template_name = "engine/admin/repair.html"
    permission = MANAGE
    what: Any = ""
    explained: Any = ""
    is_dangerous = False
    done: Any = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not person(request).has_perm(self.permission):
            raise PermissionDenied

    def form(self, *sent: Any) -> Any:
        return ReasonForm(*sent)

    def do(self, form: Any) -> None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form()
        return super().get_context_data(
            case=self.case, case_url=self.case_url, form=form, media=form.media, **kwargs
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.do(form)
            except InvalidForm as refusal:
                for error in refusal.errors:
                    key = str(error["loc"][-1])
                    form.add_error(key if key in form.fields else None, str(error["msg"]))
            except Refusal as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, self.done)
                return redirect(self.case_url)
        return self.render_to_response(self.get_context_data(form=form))


class JumpPage(Repair):
    crumb = gettext_lazy("Go on at another step")
    what = gettext_lazy("Go on there")
    explained = gettext_lazy(
        "All that the case waits for now is called off, and it goes on at the step that you "
        "choose. What earlier steps did stays done."
    )
    done = gettext_lazy("The case goes on there.")

    def form(self, *sent: Any) -> JumpForm:
        steps = [(step.id, localized(step.title, language())) for step in jump_targets(self.case)]
        return JumpForm(steps, *sent)

    def do(self, form: Any) -> None:
        answers = form.cleaned_data
        jump_case(
            self.case.number,
            to=answers["to"],
            reason=answers["reason"],
            by=person(self.request),
            now=self.now,
        )


class CancelPage(Repair):
    crumb = gettext_lazy("Call off")
    what = gettext_lazy("Call the case off")
    explained = gettext_lazy(
        "Everything that is open is called off, and what the case holds is given back. "
        "This cannot be undone."
    )
    is_dangerous = True
    done = gettext_lazy("The case is called off.")

    def do(self, form: Any) -> None:
        reason = form.cleaned_data["reason"]
        cancel_case(self.case.number, reason=reason, by=person(self.request), now=self.now)


class RetryPage(Repair):
    """Nothing to fill in: the button stands on the page of the case."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.case_url)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        step = request.POST.get("step", "")
        words = {"step": step_title(self.case.version, step, language())}
        if flow_of_case(self.case).compiled.definition.step(step) is None:
            raise Http404
        try:
            retry_step(self.case.number, step, by=person(request), now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            if step in {one["step"] for one in failures(self.case)}:
                messages.error(request, _("“%(step)s” was tried again, and failed again.") % words)
            else:
                messages.success(request, _("“%(step)s” was tried again.") % words)
        return redirect(self.case_url)


class EventPage(Repair):
    """Tell a case that something happened outside. ``?event=`` chooses what."""

    template_name = "engine/admin/event.html"
    permission = TELL
    crumb = gettext_lazy("Tell what happened")
    what = gettext_lazy("Tell the case")
    done = gettext_lazy("The case was told.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = flow_of_case(self.case).compiled.vocabulary.told_events
        self.events: list[EventType] = list(known)
        wanted = request.GET.get("event", "")
        self.event = next((one for one in self.events if one.key == wanted), None)

    def form(self, *sent: Any) -> EventForm:
        key = str(uuid4())
        return event_form(self.event, key, *sent)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            event=self.event,
            label=localized(self.event.label, language()) if self.event else "",
            choices=[(one.key, localized(one.label, language())) for one in self.events],
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if self.event is None:
            return redirect(request.path)
        return super().post(request, **kwargs)

    def do(self, form: EventForm) -> None:
        if self.event is not None:
            receive_event(
                self.case.number,
                self.event.key,
                data=form.data_of_event(),
                key=form.cleaned_data["sent_once"],
                by=person(self.request),
                now=self.now,
            )
