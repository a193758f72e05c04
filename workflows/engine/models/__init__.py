"""What the engine keeps beside Viewflow's own rows; look-ups and lists use these."""

from .cases import Case, CaseEvent, TimelineEntry
from .clocks import Alarm, Deadline
from .publications import Definition, Rollout, Version
from .work import Candidate, Vote, WorkItem

__all__ = [
    "Alarm",
    "Candidate",
    "Case",
    "CaseEvent",
    "Deadline",
    "Definition",
    "Rollout",
    "TimelineEntry",
    "Version",
    "Vote",
    "WorkItem",
]
