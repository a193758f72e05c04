"""A vocabulary for the tests: parcels, whose rows are borrowed from teams."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from accounts.users.models import Team, User
from workflows.engine.refusals import NotAvailable
from workflows.engine.vocabulary import (
    ActionContext,
    ActionType,
    Actor,
    Derivation,
    EventType,
    PersonalType,
    Stage,
    Variable,
    Vocabulary,
    register,
)

EN = {"en": "…"}


class Parcel(Team):
    """The slug is its number, the city its status, the lead its sender."""

    class Meta:
        proxy = True
        app_label = "users"

    @property
    def number(self) -> str:
        return self.slug

    @property
    def status(self) -> str:
        return self.city

    def variables(self) -> Mapping[str, object]:
        return {"parcel.name": self.name}


class Parcels:
    """The subject type."""

    model = "users.Parcel"

    def create(self, *, number: str, by: User, data: Mapping[str, object], now: datetime) -> Parcel:
        return Parcel.objects.create(slug=number, name=str(data.get("name", "")), lead=by)

    def set_status(self, subject: Any, stage: str, *, now: datetime) -> None:
        subject.city = stage
        subject.save(update_fields=["city"])

    def person(self, subject: Parcel) -> User:
        assert subject.lead is not None
        return subject.lead

    def is_visible(self, subject: Any, user: User) -> bool:
        return False


class Weight(BaseModel):
    grams: int


class Nothing(BaseModel):
    pass


# What the actions did: (action, idempotency key).
DONE: list[tuple[str, str]] = []
# While this holds a text, the action "stamp" fails with it.
BROKEN: list[str] = []


def weigh(context: ActionContext, parameters: Weight) -> Mapping[str, object]:
    DONE.append(("weigh", context.key))
    return {"heavy": parameters.grams > 1000}


def stamp(context: ActionContext, parameters: Nothing) -> Mapping[str, object]:
    if BROKEN:
        # Whatever a frame holds may be personal.
        secret = BROKEN[0]
        raise RuntimeError(secret)
    DONE.append(("stamp", context.key))
    return {}


def refuse(context: ActionContext, parameters: Nothing) -> Mapping[str, object]:
    raise NotAvailable("The scales are broken.", code="scales_broken")


def senders(subject: Any) -> Iterable[int]:
    return [subject.lead_id]


def action(key: str, run: Any, parameters: type[BaseModel] = Nothing, **result: str) -> ActionType:
    return ActionType(key, EN, parameters=parameters, result=result, precondition=EN, run=run)


PARCELS = Vocabulary(
    kind="parcel",
    label={"en": "Parcel"},
    subject=Parcels(),
    stages=(
        Stage("posted", EN),
        Stage("held", EN, waiting=True),
        Stage("delivered", EN, final=True),
        Stage("cancelled", EN, final=True),
    ),
    actors=(Actor("sender", EN, senders),),
    variables=(Variable("parcel.name", "string", EN, scope=True),),
    events=(
        EventType("scanned", EN, {"grams": "int"}),
        EventType("lost", EN),
    ),
    actions=(
        action("weigh", weigh, Weight, heavy="bool"),
        action("stamp", stamp),
        action("refuse", refuse),
    ),
    personal_types=(
        PersonalType(
            "passport",
            EN,
            validate=lambda value: value.upper(),
            derivations={"length": Derivation("int", EN, lambda value, now: len(value))},
        ),
    ),
)
register(PARCELS)
