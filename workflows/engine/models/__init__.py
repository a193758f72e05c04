"""What the engine keeps beside Viewflow's own rows; look-ups and lists use these."""

from .cases import Case, CaseEvent, TimelineEntry
from .clocks import Alarm, Deadline
from .outside import OutsideResult
from .publications import Definition, Rollout, Version
from .work import Candidate, Exclusion, Vote, WorkItem

__all__ = [
    "Alarm",
    "Candidate",
    "Case",
    "CaseEvent",
    "Deadline",
    "Definition",
    "Exclusion",
    "OutsideResult",
    "Rollout",
    "TimelineEntry",
    "Version",
    "Vote",
    "WorkItem",
]
