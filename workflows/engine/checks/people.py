"""People: every assignment names somebody, and somebody is there."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from ..definition import ApprovalStep, ItemsStep, TaskStep, Who
from ..problems import Problem, listed, said
from .context import Checking, HumanStep, People, error, warning
from .ids import forms, whos
from .shape import Shape, reached


def check_people(checking: Checking, shape: Shape) -> Iterator[Problem]:
    """Assignments of steps, notices, escalations and case actions."""
    actors = [actor.key for actor in checking.vocabulary.actors]
    for place, step_id, who in whos(checking.words):
        if who.is_empty:
            yield error(
                step_id, "who_missing", said(place, _("name a role, a team, a person or an actor."))
            )
        for actor in who.actors:
            if actor not in actors:
                yield error(
                    step_id,
                    "actor_unknown",
                    said(
                        place,
                        _("there is no actor “%(actor)s”; choose one of %(actors)s.")
                        % {"actor": actor, "actors": listed(map(checking.words.person, actors))},
                    ),
                )
        if checking.people is not None:
            yield from _unknown(place, step_id, who, checking.people)
    yield from _not_by(checking, shape)
    yield from _picks(checking)
    yield from _starters(checking)
    yield from _access(checking, actors)
    if checking.people is not None:
        yield from _nobody(checking, checking.people)


def _not_by(checking: Checking, shape: Shape) -> Iterator[Problem]:
    """Only of what was done before it is known who did it."""
    for place, step_id, who in whos(checking.words):
        # A case action may come after any step.
        if not (who.not_by and step_id):
            continue
        before = reached(shape.behind[step_id], shape.behind.__getitem__)
        for other in who.not_by:
            if other not in before:
                message = _("%(step)s does not come before this step; name one that does.")
                message %= {"step": checking.words.step(other)}
                yield error(step_id, "not_by_later", said(place, message))


def _picks(checking: Checking) -> Iterator[Problem]:
    """Only a task that one person does can be given to whoever has the least to do."""
    for place, step_id, who in whos(checking.words):
        if who.pick != "queue" and not _is_of_task(checking, step_id, who):
            yield error(
                step_id,
                "pick_unfit",
                said(place, _("only a task can go to whoever has the least to do; remove this.")),
            )


def _is_of_task(checking: Checking, step_id: str, who: Who) -> bool:
    step = checking.definition.step(step_id)
    return isinstance(step, TaskStep | ItemsStep) and step.who is who


def _starters(checking: Checking) -> Iterator[Problem]:
    who = checking.start.who
    if who.actors or who.expression or who.same_as or who.not_by:
        yield error(
            checking.start.id,
            "start_who",
            _("name roles, teams or persons; before the start there is no case to ask about."),
        )


def _unknown(place: str, step_id: str, who: Who, people: People) -> Iterator[Problem]:
    named: tuple[tuple[str, str, tuple[str, ...], Callable[[str], int | None]], ...] = (
        ("role", _("there is no role “%(name)s”; correct the name."), who.roles, people.in_role),
        ("team", _("there is no team “%(name)s”; correct the name."), who.teams, people.in_team),
        ("user", _("there is no user “%(name)s”; correct the name."), who.users, people.of_name),
    )
    for kind, advice, names, count in named:
        for name in names:
            if count(name) is None:
                yield error(
                    step_id,
                    f"{kind}_unknown",
                    said(place, advice % {"name": name}),
                )


def _access(checking: Checking, actors: list[str]) -> Iterator[Problem]:
    """Keys of a form's access: an actor, a role, or everybody."""
    people = checking.people
    for step_id, place, form in forms(checking.words):
        for entry in form:
            for key in entry.access:
                if key == "*" or key in actors:
                    continue
                if people is not None and people.in_role(key) is None:
                    yield error(
                        step_id,
                        "access_unknown",
                        said(
                            place,
                            _(
                                "who sees the field %(field)s names “%(key)s”, which is neither "
                                "an actor nor a role; choose one of those."
                            )
                            % {"field": checking.words.field(entry.field), "key": key},
                        ),
                    )


def _nobody(checking: Checking, people: People) -> Iterator[Problem]:
    """A warning only: a new installation has nobody yet, and the task waits in its queue."""
    for step in checking.human_steps:
        who = step.who
        if who.is_empty or who.actors or who.expression or who.same_as:
            continue
        counts = [
            *(people.in_role(name) for name in who.roles),
            *(people.in_team(name) for name in who.teams),
            *(people.of_name(name) for name in who.users),
        ]
        if None in counts:
            continue
        possible = sum(count or 0 for count in counts)
        if possible == 0:
            yield warning(
                step.id, "nobody", _("nobody can do this yet; give somebody the role or the team.")
            )
        elif isinstance(step, ApprovalStep) and possible < (step.rule.n or 0):
            yield warning(
                step.id,
                "too_few_people",
                _(
                    "%(needed)d votes are needed, but only %(possible)d may vote; lower the "
                    "number or add people."
                )
                % {"needed": step.rule.n, "possible": possible},
            )
        elif possible - len(who.not_by) < _needed(step):
            message = _(
                "whoever did %(steps)s may not do this, and then nobody may be left; add people."
            )
            names = {"steps": checking.words.steps(who.not_by)}
            yield warning(step.id, "nobody_left", message % names)


def _needed(step: HumanStep) -> int:
    return (step.rule.n or 1) if isinstance(step, ApprovalStep) else 1
