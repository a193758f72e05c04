"""The upright pieces of ways in one channel: which share a track, and which track is further left.

Hops that lead to the same item form one net and share their upright line.
"""

from dataclasses import dataclass

# A piece of one way lying on a piece of another is worse than any crossing.
OVERLAP = 10
CLEAR = 8


@dataclass(frozen=True)
class Net:
    """The heights at which it comes to its upright line, from the ``left`` and the ``right``."""

    end: int
    left: tuple[float, ...]
    right: tuple[float, ...]

    @property
    def top(self) -> float:
        return min(self.left + self.right)

    @property
    def bottom(self) -> float:
        return max(self.left + self.right)

    @property
    def is_straight(self) -> bool:
        return self.bottom - self.top < 0.5


def tracks(nets: list[Net]) -> dict[int, int]:
    """The track of each net that needs one, by its ``end``; track 0 is furthest left."""
    waiting = [net for net in nets if not net.is_straight]
    track: dict[int, int] = {}
    done: list[Net] = []
    while waiting:
        chosen = min(
            waiting,
            key=lambda net: sum(
                _cost(net, other) - _cost(other, net) for other in waiting if other is not net
            ),
        )
        waiting.remove(chosen)
        near = [track[net.end] for net in done if _meet(net, chosen)]
        track[chosen.end] = max(near, default=-1) + 1
        done.append(chosen)
    return track


def _cost(left: Net, right: Net) -> int:
    """How many crossings there are with ``left`` on the left of ``right``."""
    crossings = sum(left.top < height < left.bottom for height in right.left)
    crossings += sum(right.top < height < right.bottom for height in left.right)
    overlaps = sum(abs(one - two) < CLEAR for one in left.right for two in right.left)
    return crossings + OVERLAP * overlaps


def _meet(one: Net, two: Net) -> bool:
    return one.top - CLEAR < two.bottom and two.top - CLEAR < one.bottom
