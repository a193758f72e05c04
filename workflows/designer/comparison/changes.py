"""What a comparison answers."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

ChangeKind = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Change:
    """One sentence about one part. ``place`` is the part's path, such as ``steps/review``."""

    kind: ChangeKind
    place: str
    sentence: str


@dataclass(frozen=True)
class Comparison:
    """All changes, in the order of the newer definition; what is gone comes after its kind."""

    changes: tuple[Change, ...] = ()

    @property
    def added(self) -> tuple[str, ...]:
        """Ids of the steps that only the newer one has."""
        return self._steps("added")

    @property
    def removed(self) -> tuple[str, ...]:
        """Ids of the steps that only the older one has."""
        return self._steps("removed")

    @property
    def changed(self) -> tuple[str, ...]:
        """Ids of the steps that both have, and that differ."""
        return self._steps("changed")

    def as_json(self) -> dict[str, Any]:
        """``{"changes": [{"kind", "place", "sentence"}], "added", "removed", "changed"}``."""
        return {
            "changes": [asdict(change) for change in self.changes],
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": list(self.changed),
        }

    def _steps(self, kind: ChangeKind) -> tuple[str, ...]:
        places = (change.place for change in self.changes if change.kind == kind)
        ids = (place.removeprefix("steps/") for place in places if place.startswith("steps/"))
        return tuple(dict.fromkeys(ids))
