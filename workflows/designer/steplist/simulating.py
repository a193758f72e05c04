"""A walk through the draft on plain pages: step by step, with sample answers, none of it real."""

from base64 import b64encode
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from workflows.engine import chart
from workflows.engine.admin.answering import Answering
from workflows.engine.admin.person import person
from workflows.engine.admin.taskform import TaskForm
from workflows.engine.admin.views import language
from workflows.engine.problems import Problem
from workflows.engine.refusals import InvalidDefinition, NotFound, Refusal
from workflows.engine.walker import DEADLINE, Walk

from ..forms.desk import Desk
from .asking import SampleForm, questions
from .pages import ProcessEditor, list_url
from .preview import cases_for
from .walked import SoFar


class SimulatePage(Answering, ProcessEditor):
    """``walk-…`` are the names of its own boxes: no field of a process has a hyphen."""

    template_name = "designer/steplist/simulate.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def get_page_title(self) -> str:
        return _("Simulate")

    def get_page_subtitle(self) -> str:
        return self.process_title

    def crumbs(self) -> list[dict[str, Any]]:
        return [self.list_crumb, self.last_crumb(_("Simulate"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._at(SoFar(self.row.key, self.now.isoformat()))

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        so_far = SoFar.read(request.POST.get("walk-so-far", ""), key)
        if so_far is None:
            messages.error(request, _("This walk cannot be gone on with. Begin again."))
            return redirect(request.path)
        verb, _colon, rest = request.POST.get("walk-do", "").partition(":")
        match verb:
            case "begin":
                return self._begin(so_far)
            case "back":
                return self._at(so_far.step_back())
            case "at":
                return self._at(so_far, place=rest)
            case _:
                return self._answer(so_far, rest)

    def _begin(self, so_far: SoFar) -> HttpResponse:
        form = SampleForm(self.desk, self._cases, self.request.POST)
        if not form.is_valid():
            return self._at(so_far, sample=form)
        case = form.cleaned_data["past_case"]
        began_at = self.now.isoformat()
        begun = SoFar(self.row.key, began_at, case, form.subject())
        return self._at(begun, sample=form)

    def _answer(self, so_far: SoFar, outcome: str) -> HttpResponse:
        """Give the answer that was sent, or show the form again with what is wrong with it."""
        place, user = self.request.POST.get("walk-at", ""), person(self.request)
        try:
            asked = questions(so_far.walk(user), self.desk)
        except Refusal:
            return self._at(so_far)
        question = next((one for one in asked if one.place == place), None)
        if question is None:
            return self._at(so_far)
        if (form := self.reshaped(question.described)) is not None:
            return self._at(so_far, place=place, form=form)
        form = TaskForm(question.described, (self.request.POST, self.request.FILES))
        if form.is_valid():
            further = so_far.answered(question.answer(outcome, form.answers()))
            refused = further.walk(user).error
            if refused is None or refused.answer is None:
                return self._at(further)
            form.refuse(refused.errors or [{"loc": [], "msg": refused.message}])
        return self._at(so_far, place=place, form=form)

    def _at(
        self,
        so_far: SoFar,
        *,
        place: str = "",
        form: TaskForm | None = None,
        sample: SampleForm | None = None,
    ) -> HttpResponse:
        """The page with the walk as far as it came, and the form of the question at ``place``."""
        problems: list[Problem] = []
        walk, asked = None, []
        try:
            walk = so_far.walk(person(self.request))
            asked = questions(walk, self.desk)
        except InvalidDefinition as refusal:
            problems = [one for one in refusal.problems if one.severity == "error"]
        except NotFound:
            messages.error(self.request, _("That case is not there any more."))
        chosen = next((one for one in asked if one.place == place), asked[0] if asked else None)
        if form is None and chosen is not None:
            form = TaskForm(chosen.described)
        sample = sample or SampleForm(self.desk, self._cases)
        return self.render_to_response(
            self.get_context_data(
                row=self.row,
                definition=self.row,
                so_far=so_far,
                walk=walk,
                passed=passed(walk, self.desk) if walk else [],
                problems=problems,
                chosen=chosen,
                others=[one for one in asked if one is not chosen],
                form=form,
                sample=sample,
                media=(form.media if form else sample.media) + sample.media,
                drawing=self._drawing(walk) if walk else "",
                stage=self._stage(walk) if walk else "",
                back=list_url(self.row.key),
            )
        )

    @property
    def _cases(self) -> Any:
        return cases_for(self.row.key, person(self.request))

    def _stage(self, walk: Walk) -> str:
        found = (one for one in self.desk.vocabulary.stages if one.key == walk.stage)
        return next((self.desk.text(dict(one.label)) for one in found), "")

    def _drawing(self, walk: Walk) -> str:
        """The chart with the way that was gone, as the address of an image: nothing acts in it."""
        drawn = chart.svg(
            self.desk.process,
            language=language(),
            present={one.step for one in walk.waiting},
            passed={one.step for one in walk.steps},
        )
        return "data:image/svg+xml;base64," + b64encode(drawn.encode()).decode()


def passed(walk: Walk, desk: Desk) -> list[dict[str, Any]]:
    """The steps of the walk so far, with the outcomes as their people see them."""
    return [
        {
            "title": one.title,
            "outcome": outcome_label(desk, one.step, one.outcome),
            "at": one.at,
            "effects": one.effects,
        }
        for one in walk.steps
    ]


def outcome_label(desk: Desk, step_id: str, outcome: str) -> str:
    if outcome == DEADLINE:
        return _("The time ran out")
    step = desk.process.step(step_id)
    found = (one for one in getattr(step, "outcomes", ()) if one.key == outcome)
    return next((desk.text(dict(one.label)) for one in found), "")
