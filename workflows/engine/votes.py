"""When votes decide. Pure.

Of ``m`` approvers, "any" needs one vote for, "all" needs ``m`` and "n of m" needs ``n``. The first
vote that makes the needed number reached, or out of reach, decides.
"""

from dataclasses import dataclass
from typing import Literal

from .definition import ApprovalRule

FOR: Literal["for"] = "for"
AGAINST: Literal["against"] = "against"


@dataclass(frozen=True)
class Tally:
    """The votes of an approval; ``approvers`` is how many may vote."""

    approvers: int
    votes_for: int
    votes_against: int


def needed(rule: ApprovalRule, approvers: int) -> int:
    """How many votes for are needed. "All" of nobody yet known is one."""
    match rule.mode:
        case "any":
            return 1
        case "all":
            return max(approvers, 1)
        case _:
            return rule.n or 1


def is_decided(rule: ApprovalRule, tally: Tally) -> bool:
    """Whether enough are for, or so many against that enough can no longer be for."""
    wanted = needed(rule, tally.approvers)
    # Fewer approvers than votes needed: others may still be made approvers.
    voters = max(tally.approvers, wanted)
    return tally.votes_for >= wanted or voters - tally.votes_against < wanted
