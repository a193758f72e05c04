"""How much room a node takes. All sizes are in pixels, from the middle of its line."""

from dataclasses import dataclass

from .graph import ENTRY, Node
from .wording import breadth, lines

BOX_WIDTH, BOX_HALF = 158, 30
ROUND_HALF, GATE_HALF, ENTRY_HALF = 20, 25, 16
TITLE, CAPTION, LABEL = 13, 12, 11.5
TITLE_ROOM, CAPTION_ROOM, ENTRY_ROOM, LABEL_ROOM = 110, 112, 150, 124
TITLE_LINE, CAPTION_LINE, LABEL_LINE = 17, 15, 14
ICON_ROOM = 38
ROUND = frozenset({"start", "end", "event", "timer"})
GATES = frozenset({"decision", "parallel", "join"})


@dataclass(frozen=True)
class Shape:
    """``half`` is half of the shape's width, ``width`` that of shape and caption together;
    ``above`` and ``below`` the line is what both take.
    """

    form: str
    half: float
    width: float
    above: float
    below: float
    words: tuple[str, ...]


def shape_of(node: Node) -> Shape:
    """A circle, a diamond, a box, or the flat box of an entry."""
    if node.kind in ROUND:
        return _captioned("round", ROUND_HALF, node.title)
    if node.kind in GATES:
        return _captioned("gate", GATE_HALF, node.title)
    if node.kind == ENTRY:
        words = lines(node.title, room=ENTRY_ROOM, size=CAPTION, most=1)
        width = max(breadth(line, CAPTION) for line in words) + ICON_ROOM
        return Shape("entry", width / 2, width, ENTRY_HALF, ENTRY_HALF, words)
    words = lines(node.title, room=TITLE_ROOM, size=TITLE, most=3)
    return Shape("box", BOX_WIDTH / 2, BOX_WIDTH, BOX_HALF, BOX_HALF, words)


def _captioned(form: str, half: float, title: str) -> Shape:
    words = lines(title, room=CAPTION_ROOM, size=CAPTION, most=3)
    width = max(2 * half, *(breadth(line, CAPTION) for line in words))
    return Shape(form, half, width, half, half + 4 + CAPTION_LINE * len(words), words)


def label_lines(label: str) -> tuple[str, ...]:
    return lines(label, room=LABEL_ROOM, size=LABEL, most=2) if label else ()


def label_width(words: tuple[str, ...]) -> float:
    return max((breadth(line, LABEL) for line in words), default=0)
