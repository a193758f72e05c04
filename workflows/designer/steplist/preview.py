"""How a step looks to those who do it, and how its notices read for a real case."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from workflows.engine.admin.person import person
from workflows.engine.admin.taskform import TaskForm
from workflows.engine.definition import FormField, StepNotice
from workflows.engine.expressions import BadExpression, environment
from workflows.engine.forms import compile_form
from workflows.engine.models import Case
from workflows.engine.texts import fill, localized
from workflows.engine.variables import Facts, value_of
from workflows.engine.visibility import visible_data

from ..forms import UnknownPart
from ..forms.controls.access import persons
from ..forms.desk import Choices, Desk
from ..forms.parts import find_part
from ..lenient import listed, mapping, read
from .pages import ProcessEditor, part_url
from .parts import part_title

MOST_CASES = 50


@dataclass(frozen=True)
class Message:
    """A notice as it reads, in one language."""

    occasion: str
    subject: str
    body: str


class PreviewPage(ProcessEditor):
    template_name = "designer/steplist/preview.html"

    def get_page_title(self) -> str:
        return _("Preview")

    def get_page_subtitle(self) -> str:
        return part_title(self.desk, self.kwargs["path"])

    def crumbs(self) -> list[dict[str, Any]]:
        path = self.kwargs["path"]
        part = {"url": part_url(self.row.key, path), "label": part_title(self.desk, path)}
        here = f"{part_title(self.desk, path)} · {_('Preview')}"
        return [self.list_crumb, part, {"url": "", "label": here}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        desk, user, path = self.desk, person(request), kwargs["path"]
        try:
            part = find_part(desk.definition, path)
        except UnknownPart as error:
            raise Http404 from error
        cases = cases_for(self.row.key, user)
        case = next((one for one in cases if one.number == request.GET.get("case")), None)
        who = actors(desk, part)
        actor = request.GET.get("actor") or (who[0][0] if who else "*")
        form, problem = previewed_form(desk, part, actor)
        return self.render_to_response(
            self.get_context_data(
                row=self.row,
                actors=who,
                actor=actor,
                cases=cases,
                case=case,
                form=form,
                media=form.media if form else None,
                problem=problem,
                messages_shown=list(notices(desk, part, case, user)),
                outcomes=[
                    desk.text(mapping(one).get("label")) for one in listed(part.get("outcomes"))
                ],
                back=part_url(self.row.key, path),
            )
        )


def cases_for(key: str, user: User) -> list[Case]:
    """The newest cases of the process that ``user`` may see."""
    cases = Case.objects.visible_to(user).filter(definition__key=key)
    return list(cases.select_related("version__definition").order_by("-started_at")[:MOST_CASES])


def actors(desk: Desk, part: Mapping[str, Any]) -> Choices:
    """Those as whom the form may be looked at, whoever does the step first."""
    known = [*persons(desk, listed(part.get("form"))), ("*", _("Everybody else"))]
    who = mapping(part.get("who"))
    first = {*listed(who.get("actors")), *listed(who.get("roles"))}
    return sorted(known, key=lambda one: one[0] not in first)


def previewed_form(desk: Desk, part: Mapping[str, Any], actor: str) -> tuple[TaskForm | None, str]:
    """The form as ``actor`` sees it, or what keeps it from being shown."""
    described, problem = described_form(desk, part, actor)
    return TaskForm(described) if described else None, problem


def described_form(
    desk: Desk, part: Mapping[str, Any], actor: str
) -> tuple[dict[str, Any] | None, str]:
    """The engine's description of the form of ``part`` for ``actor``, or what is wrong with it."""
    entries = [read(FormField, entry) for entry in listed(part.get("form"))]
    known = {field.key for field in desk.process.fields}
    form = tuple(entry for entry in entries if entry is not None and entry.field in known)
    if not form:
        return None, ""
    try:
        compiled = compile_form(
            form, desk.process, desk.vocabulary, environment(desk.process, desk.vocabulary)
        )
    except (BadExpression, ValueError) as error:
        return None, str(error)
    described = compiled.describe(
        actor_keys={actor}, language=desk.language, facts=Facts(timezone.now())
    )
    return described, ""


def notices(
    desk: Desk, part: Mapping[str, Any], case: Case | None, user: User
) -> Iterator[Message]:
    """The notices of a step, filled from what ``user`` may see of ``case``."""
    occasions = {"enter": _("When the step begins"), "leave": _("When the step ends")}
    found = [read(StepNotice, one) for one in listed(part.get("notices"))]
    texts = [(occasions[one.on], one.subject, one.body) for one in found if one is not None]
    if part.get("kind") == "notice":
        texts.append((_("In this step"), mapping(part.get("subject")), mapping(part.get("body"))))
    value = values(desk, case, user)
    for occasion, subject, body in texts:
        if subject.get("en") and body.get("en"):
            yield Message(
                occasion,
                fill(localized(subject, desk.language), value),
                fill(localized(body, desk.language), value),
            )


def values(desk: Desk, case: Case | None, user: User) -> Any:
    """Answers the value of a variable for ``case``; its label in brackets without a case."""
    if case is None:
        return lambda name: f"[{desk.words.variable(name)}]"
    subject: Any = case.subject
    kind = desk.vocabulary.subject
    if kind is not None and subject is not None and not kind.is_visible(subject, user):
        subject = None
    facts = Facts(
        now=timezone.now(),
        number=case.number,
        stage=case.stage,
        started_at=case.started_at,
        data=visible_data(case, user),
        subject=subject.variables() if subject is not None else {},
    )
    constants = {name: one.value for name, one in desk.process.constants.items()}
    return lambda name: value_of(name, facts, constants) if name in desk.types else None
