"""A walk through a definition: what a case would do, told and not done. Pure.

Nothing is read, written, sent or enqueued, and no action of the vocabulary is run. A suite of
random definitions proves that a walk goes where the compiled flow goes.
"""

from .records import DEADLINE, ERROR, Answer, Choice, Sample, Waiting, Walk, Walked, Would
from .telling import walk_json
from .walking import walk

__all__ = [
    "DEADLINE",
    "ERROR",
    "Answer",
    "Choice",
    "Sample",
    "Waiting",
    "Walk",
    "Walked",
    "Would",
    "walk",
    "walk_json",
]
