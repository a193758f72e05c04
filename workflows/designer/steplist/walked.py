"""How far somebody came in a walk: it travels with the page, signed, and is stored nowhere."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self

from django.core import signing

from accounts.users.models import User
from workflows.engine.simulation import simulate_draft
from workflows.engine.walker import Answer, Walk

SALT = "designer.simulation"
# More than anybody gives by hand; what a page carries stays small.
MOST_ANSWERS = 200


@dataclass(frozen=True)
class SoFar:
    """What the walk through the draft of ``process`` began with, and the answers it was given.

    ``subject`` are the vocabulary's variables, ``case`` the number of a past case; ``answers``
    hold ``step``, ``outcome``, ``data`` and ``row`` as the walker takes them.
    """

    process: str
    began_at: str
    case: str = ""
    subject: Mapping[str, Any] | None = None
    answers: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def read(cls, sent: str, process: str) -> Self | None:
        """What a page of ours sent back; ``None`` for anything else."""
        try:
            found = signing.loads(sent, salt=SALT)
        except signing.BadSignature:
            return None
        if found["process"] != process:
            return None
        return cls(**{**found, "answers": tuple(found["answers"])})

    def signed(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    def answered(self, answer: Mapping[str, Any]) -> Self:
        return replace(self, answers=(*self.answers, answer)[:MOST_ANSWERS])

    def step_back(self) -> Self:
        return replace(self, answers=self.answers[:-1])

    def walk(self, user: User) -> Walk:
        """``InvalidDefinition`` for a draft with errors, ``NotFound`` for no such case."""
        return simulate_draft(
            self.process,
            by=user,
            answers=[Answer(**answer) for answer in self.answers],
            subject=self.subject or {},
            case=self.case,
            now=datetime.fromisoformat(self.began_at),
        )
