"""Who may do a task: candidates from roles, teams, persons, the subject's people, expressions.

Assignment never raises. Where nobody is found, or an expression fails, the task waits in the
operators' queue: an exception here would undo the step of whoever went before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db.models import Q
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.users.models import Team, User
from accounts.users.roles import OPERATOR

from .definition import Who
from .expressions import Expression
from .models import Vote
from .refusals import ExpressionFailed
from .transition import Transition
from .whom import Assigned, Whom


def resolve(rule: Whom, transition: Transition) -> Assigned:
    """Who may do a task now; the operators' role where that is nobody."""
    found = find(rule, transition)
    if found == Assigned():
        return Assigned(roles=(OPERATOR,))
    return replace(found, is_picked=rule.who.pick == "least_loaded")


def find(rule: Whom, transition: Transition) -> Assigned:
    """Whom ``rule`` names now; possibly nobody."""
    who, names = rule.who, _Names()
    for kind, given in (
        ("role", who.roles), ("team", who.teams), ("user", who.users), ("actor", who.actors)
    ):  # fmt: skip
        for name in given:
            names.add(kind, name)
    if rule.expression is not None:
        names.add_text(_evaluate(rule.expression, transition))
    persons = list(_persons(names.of("user")))
    persons += _actors(names.of("actor"), transition)
    if who.same_as:
        persons += _last_owner(who.same_as, transition)
    barred = doers(who, transition)
    unique = {
        person.pk: person for person in persons if person.is_active and person.pk not in barred
    }
    return Assigned(tuple(unique.values()), names.of("role"), names.of("team"), barred)


def doers(who: Who, transition: Transition) -> frozenset[int]:
    """The people whom ``not_by`` keeps from a step: whoever completed one of its steps in this
    case, at any time, voted there, or began the case where it names the ``start``.
    """
    if not who.not_by:
        return frozenset()
    process, start = transition.process.pk, transition.compiled.start.id
    done = Task.objects.filter(process=process, status=STATUS.DONE, owner__isnull=False)
    by_task = done.filter(work_item__step__in=who.not_by).values_list("owner", flat=True)
    votes = Vote.objects.filter(item__task__process=process, item__step__in=who.not_by)
    found = {*by_task, *votes.values_list("voter", flat=True)}
    if start in who.not_by:
        found.add(transition.case.starter_id)
    return frozenset(found)


def includes(rule: Whom, transition: Transition, user: User) -> bool:
    """Whether ``rule`` names ``user`` now; of an empty one, everybody who sees the case."""
    if rule.who.is_empty:
        return True
    found = find(rule, transition)
    if user.pk in found.barred:
        return False
    return user in found.users or _is_in(user, found.roles, found.teams)


def may_start(rule: Whom, user: User) -> bool:
    """Whether ``rule``, of a start step, names ``user``: there is no case yet to ask about."""
    who = rule.who
    return who.is_empty or user.username in who.users or _is_in(user, who.roles, who.teams)


def _is_in(user: User, roles: tuple[str, ...], teams: tuple[str, ...]) -> bool:
    if roles and user.groups.filter(name__in=roles).exists():
        return True
    member = Q(members=user) | Q(lead=user)
    return bool(teams) and Team.objects.filter(member, slug__in=teams).exists()


def named(assigned: Assigned, *, at_least: int) -> Assigned:
    """``assigned`` with its roles and teams replaced by the people in them now.

    Where that gives fewer than ``at_least`` people, the roles and teams stay beside them, so that
    whoever joins later can still be asked.
    """
    users = tuple(people(assigned))
    if len(users) < at_least:
        return replace(assigned, users=users, is_picked=False)
    return Assigned(users)


def people(assigned: Assigned) -> Iterator[User]:
    """Every active person in ``assigned``: the named ones first, then by their keys."""
    yield from assigned.users
    if assigned.roles or assigned.teams:
        members = User.objects.filter(
            Q(groups__name__in=assigned.roles)
            | Q(teams__slug__in=assigned.teams)
            | Q(led_teams__slug__in=assigned.teams),
            is_active=True,
        ).exclude(pk__in=[*assigned.barred, *(user.pk for user in assigned.users)])
        yield from members.order_by("pk").distinct()


class _Names:
    """Names of people, by kind and in their order, each once."""

    KINDS = ("role", "team", "user", "actor")

    def __init__(self) -> None:
        self._by_kind: dict[str, dict[str, None]] = {kind: {} for kind in self.KINDS}

    def add(self, kind: str, name: str) -> None:
        self._by_kind[kind][name] = None

    def add_text(self, text: str) -> None:
        """``team:shanghai-review``; a text of another form names nobody."""
        kind, _, name = text.partition(":")
        if kind in self.KINDS and name:
            self.add(kind, name)

    def of(self, kind: str) -> tuple[str, ...]:
        return tuple(self._by_kind[kind])


def _evaluate(expression: Expression, transition: Transition) -> str:
    try:
        return str(expression.evaluate(transition.facts()))
    except ExpressionFailed:
        return ""


def _persons(usernames: Iterable[str]) -> Iterator[User]:
    wanted = list(usernames)
    if wanted:
        found = {user.username: user for user in User.objects.filter(username__in=wanted)}
        yield from (found[name] for name in wanted if name in found)


def _actors(keys: Iterable[str], transition: Transition) -> list[User]:
    actors = [transition.compiled.vocabulary.actor(key) for key in keys]
    wanted = [
        pk for actor in actors if actor is not None for pk in actor.people(transition.case.about)
    ]
    if not wanted:
        return []
    found = User.objects.in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def _last_owner(step: str, transition: Transition) -> list[User]:
    task = (
        Task.objects.filter(process=transition.process, work_item__step=step, status=STATUS.DONE)
        .select_related("owner")
        .order_by("-pk")
        .first()
    )
    return [task.owner] if task is not None and task.owner is not None else []
