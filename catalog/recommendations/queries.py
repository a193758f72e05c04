"""Reading a list: one query."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from accounts.consents.queries import standing_consents
from accounts.users.models import User
from catalog.behaviour.models import Mark
from catalog.behaviour.wordings import PERSONALISATION
from catalog.recommendations.models import Kind, Suggestion


@dataclass(frozen=True)
class Found:
    """The list that is answered: ``kind`` is ``hot`` for whoever has none of their own."""

    kind: str
    suggestions: Sequence[Suggestion]


def suggestions(kind: str, locale: str, *, service: str, limit: int) -> Found:
    """A list that everybody reads."""
    rows = _rows(locale).filter(kind=kind, user=None, service=service)
    return Found(kind, list(rows.order_by("rank")[:limit]))


def suggestions_for(user: User, locale: str, *, limit: int) -> Found:
    """The list of ``user`` as far as their consent stands, else the hot one; nothing they hid,
    nor anything that is there because of that.
    """
    own = Q(kind=Kind.FOR_YOU, user=user)
    consent = standing_consents(PERSONALISATION.key).filter(user=user)
    hot = Q(kind=Kind.HOT, user=None)
    place = Case(When(own, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = _rows(locale).filter(own & Exists(consent) | hot)
    for shown in ("document", "because"):
        rows = rows.exclude(Exists(_hidden(user, shown)))
    found = list(rows.annotate(place=place).order_by("place", "rank")[: 2 * limit])
    # Theirs alone or the hot one alone: the reasons of the two do not mix.
    kind = found[0].kind if found else Kind.HOT
    return Found(kind, [each for each in found if each.kind == kind][:limit])


def _hidden(user: User, shown: str) -> QuerySet[Mark]:
    return Mark.objects.filter(
        user=user,
        kind=Mark.Kind.HIDDEN,
        collection=OuterRef(f"{shown}__collection"),
        key=OuterRef(f"{shown}__key"),
    )


def _rows(locale: str) -> QuerySet[Suggestion]:
    return (
        Suggestion.objects.filter(locale=locale)
        .select_related("document")
        .only(
            "kind",
            "reason",
            "rank",
            "document__collection",
            "document__key",
            "document__summary",
        )
    )
