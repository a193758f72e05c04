"""The steps of a definition in walking order, each with what there is to say about it. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from workflows.engine.definition import Deadline, Who
from workflows.engine.problems import Problem, said
from workflows.engine.wording import said_duration

from ..forms.desk import Desk
from ..forms.kinds import FIELD_TYPES, ICONS, STEP_KINDS
from ..forms.references import targets
from ..lenient import listed, mapping, read


@dataclass(frozen=True)
class Said:
    """A problem without the name of the step beside which it stands."""

    severity: str
    message: str


@dataclass(frozen=True)
class Row:
    """A step as the list shows it. ``ways`` are pairs of what leads there and the title."""

    id: str
    path: str
    title: str
    kind: str
    icon: str
    who: str = ""
    does: str = ""
    ways: tuple[tuple[str, str], ...] = ()
    deadline: str = ""
    problems: tuple[Said, ...] = ()
    #: No way leads there.
    apart: bool = False

    @property
    def severity(self) -> str:
        """That of its worst problem, ``error`` or ``warning``; empty without one."""
        return min((one.severity for one in self.problems), default="")


@dataclass(frozen=True)
class Entry:
    """A field or a case action as the list shows it."""

    path: str
    title: str
    detail: str


def rows(desk: Desk, problems: Iterable[Problem]) -> list[Row]:
    """All steps: those that a case reaches in the order of walking, then those it does not."""
    steps = {
        step["id"]: step
        for step in map(mapping, listed(desk.definition.get("steps")))
        if isinstance(step.get("id"), str)
    }
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.step, []).append(problem)
    order = walking_order(steps, desk.definition)
    reached = set(order)
    order += [step_id for step_id in steps if step_id not in reached]
    return [
        _row(desk, steps[step_id], found.get(step_id, ()), apart=step_id not in reached)
        for step_id in order
    ]


def walking_order(
    steps: Mapping[str, Mapping[str, Any]], definition: Mapping[str, Any]
) -> list[str]:
    """Ids as a case comes to them: from the begin along the first way, then along the others."""
    entries = [step_id for step_id, step in steps.items() if step.get("kind") == "start"]
    entries += [str(mapping(one).get("to")) for one in listed(definition.get("case_actions"))]
    order: dict[str, None] = {}
    for entry in entries:
        waiting = [entry]
        while waiting:
            step_id = waiting.pop()
            if step_id in order or step_id not in steps:
                continue
            order[step_id] = None
            waiting += reversed(targets(steps[step_id]))
    return list(order)


def general(problems: Iterable[Problem], desk: Desk) -> list[Said]:
    """Problems that belong to no step that there is."""
    known = {step_id for step_id, _title in desk.steps}
    return [Said(one.severity, one.message) for one in problems if one.step not in known]


def fields(desk: Desk) -> list[Entry]:
    found = (mapping(one) for one in listed(desk.definition.get("fields")))
    return [
        Entry(f"fields/{one['key']}", desk.text(one.get("label")) or one["key"], _type(one, desk))
        for one in found
        if isinstance(one.get("key"), str)
    ]


def case_actions(desk: Desk) -> list[Entry]:
    found = (mapping(one) for one in listed(desk.definition.get("case_actions")))
    return [
        Entry(
            f"case_actions/{one['key']}",
            desk.text(one.get("label")) or one["key"],
            desk.words.who(who) if (who := read(Who, one.get("who"))) else "",
        )
        for one in found
        if isinstance(one.get("key"), str)
    ]


def constants(desk: Desk) -> list[tuple[str, str]]:
    """Label and value of every fixed value."""
    return [
        (desk.words.constant(name), desk.words.value(one.value, of=f"constants.{name}"))
        for name, one in desk.process.constants.items()
    ]


def _type(field: Mapping[str, Any], desk: Desk) -> str:
    kind = str(field.get("type", ""))
    personal = desk.vocabulary.personal_type(kind)
    return desk.text(dict(personal.label)) if personal else str(FIELD_TYPES.get(kind, kind))


def _row(desk: Desk, step: Mapping[str, Any], problems: Iterable[Problem], *, apart: bool) -> Row:
    kind = str(step.get("kind", ""))
    who = read(Who, step.get("to") if kind == "notice" else step.get("who"))
    title = desk.title(step)
    prefix = said(_("Step “%(step)s”") % {"step": title}, "")
    return Row(
        id=step["id"],
        path=f"steps/{step['id']}",
        title=title,
        kind=str(STEP_KINDS.get(kind, kind)),
        icon=ICONS.get(kind, "help"),
        who=desk.words.who(who) if who is not None else "",
        does=_does(desk, step, title),
        ways=tuple(ways(desk, step)),
        deadline=_deadline(step.get("deadline")),
        problems=tuple(
            Said(one.severity, _capital(one.message.removeprefix(prefix))) for one in problems
        ),
        apart=apart,
    )


def _does(desk: Desk, step: Mapping[str, Any], title: str) -> str:
    known = desk.vocabulary.action(str(step.get("action"))) or desk.vocabulary.event(
        str(step.get("event"))
    )
    words = desk.text(dict(known.label)) if known else ""
    return "" if words == title else words


def ways(desk: Desk, step: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What leads on, and the title of the step that it leads to."""
    titles = dict(desk.steps)

    def way(label: str, target: object) -> Iterator[tuple[str, str]]:
        if isinstance(target, str) and target:
            yield label, titles.get(target) or _("%(name)s (not there)") % {"name": target}

    for key in ("outcomes", "cases"):
        for one in map(mapping, listed(step.get(key))):
            yield from way(desk.text(one.get("label")), one.get("to"))
    for one in map(mapping, listed(step.get("branches"))):
        yield from way("", one.get("to"))
    for one in map(mapping, listed(step.get("results"))):
        yield from way(str(one.get("result", "")), one.get("to"))
    for number, one in enumerate(map(mapping, listed(step.get("rows"))), 1):
        yield from way(_("row %(n)d") % {"n": number}, one.get("to"))
    yield from way("", step.get("next"))
    yield from way(_("otherwise"), step.get("otherwise"))
    yield from way(_("when it fails"), step.get("on_error"))
    yield from way(_("time over"), mapping(step.get("deadline")).get("then"))


def _deadline(value: object) -> str:
    deadline = read(Deadline, value)
    return said_duration(deadline.after) if deadline is not None else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
