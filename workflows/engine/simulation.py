"""Simulations: a definition walked with sample data, or with the data of a past case.

Reads, and changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.users.models import User

from .definition import ApprovalStep, ProcessDefinition, Who, parse
from .drafts import check_definition
from .models import Case
from .problems import has_errors
from .refusals import InvalidDefinition, NotFound
from .versions import find_definition
from .visibility import visible_data
from .vocabulary import vocabulary
from .walker import Answer, Sample, Walk, walk
from .walker.records import SEALED


def simulate_draft(
    key: str,
    *,
    by: User,
    answers: Sequence[Answer],
    subject: Mapping[str, object],
    case: str = "",
    now: datetime,
) -> Walk:
    """Walk the draft of ``key``; see ``simulate``. ``NotFound`` for an unknown process."""
    draft = find_definition(key).draft
    return simulate(draft, by=by, answers=answers, subject=subject, case=case, now=now)


def simulate(
    definition: Mapping[str, Any],
    *,
    by: User,
    answers: Sequence[Answer],
    subject: Mapping[str, object],
    case: str = "",
    now: datetime,
) -> Walk:
    """Walk a definition, in the active language.

    ``subject`` are the vocabulary's variables by their names; they go before those of ``case``,
    the number of a past case that ``by`` sees. ``InvalidDefinition`` for one that could not be
    published, ``NotFound`` for no such case.
    """
    parsed = parse(definition)
    problems = check_definition(parsed)
    if has_errors(problems):
        raise InvalidDefinition(problems)
    sample = Sample(now)
    if case:
        found = Case.objects.visible_to(by).filter(number=case).first()
        if found is None:
            raise NotFound
        sample = sample_of(found, by, now=now)
    sample = replace(
        sample, subject={**sample.subject, **subject}, approvers=dict(_approvers(parsed))
    )
    return walk(parsed, vocabulary(parsed.kind), sample, answers)


def sample_of(case: Case, user: User, *, now: datetime) -> Sample:
    """What a walk may know of a case that ``user`` sees.

    Of its values those that ``user`` may see. What is sealed stays so: a mark stands for it, and
    conditions see its derivations. The subject's variables are for those who see all cases.
    """
    data = visible_data(case, user)
    sees_all = user.has_perm("engine.view_case")
    compiled = case.process.flow_class.compiled
    if sees_all:
        for field in compiled.definition.fields:
            if field.key not in data and case.data.get(field.key) is not None:
                data[field.key] = SEALED
    subject = case.subject if sees_all else None
    return Sample(
        now=now,
        data=data,
        derived=dict(case.derived) if sees_all else {},
        subject=dict(subject.variables()) if subject is not None else {},
        number=case.number,
    )


def _approvers(definition: ProcessDefinition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Who would be asked by the approvals that name people, roles and teams alone."""
    for step in definition.steps:
        if isinstance(step, ApprovalStep) and not _depends(step.who):
            yield step.id, _usernames(step.who)


def _depends(who: Who) -> bool:
    """Whether it takes a case to say who it is."""
    return bool(who.actors or who.expression or who.same_as)


def _usernames(who: Who) -> tuple[str, ...]:
    """Active people in the engine's order: the named ones first."""
    members = User.objects.filter(
        Q(username__in=who.users)
        | Q(groups__name__in=who.roles)
        | Q(teams__slug__in=who.teams)
        | Q(led_teams__slug__in=who.teams),
        is_active=True,
    )
    found = members.order_by("pk").distinct().values_list("username", flat=True)
    named = {name: place for place, name in enumerate(who.users)}
    return tuple(sorted(found, key=lambda name: named.get(name, len(named))))
