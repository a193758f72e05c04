"""A version as a drawing: steps in columns from the left, ways between them.

A step's column is the longest way to it from the start, returns aside; within a column steps stand
near those that lead to them. Pure: the definition and the words in, SVG out.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from .blocks import targets
from .definition import ProcessDefinition, Step
from .texts import localized

WIDTH, HEIGHT = 160, 56
# Between two columns there is room for the label of a way.
COLUMN, ROW = 280, 92
MARGIN = 24
# A line of a box holds about so many Latin letters; Chinese ones are twice as wide.
LINE = 22

STYLE = """
  .step { fill: #fff; stroke: #4a5568; stroke-width: 1.5; }
  .gate { fill: #f7fafc; }
  .end, .start { fill: #edf2f7; }
  .present { fill: #fef3c7; stroke: #b45309; stroke-width: 3; }
  .way { fill: none; stroke: #718096; stroke-width: 1.5; }
  .back { stroke-dasharray: 5 4; }
  text { font: 13px system-ui, sans-serif; fill: #1a202c; text-anchor: middle; }
  .label { font-size: 11px; fill: #4a5568; stroke: #fff; stroke-width: 3; paint-order: stroke; }
"""


@dataclass(frozen=True)
class Place:
    """Where a step stands; both count from zero."""

    column: int
    row: int

    @property
    def x(self) -> int:
        return MARGIN + self.column * COLUMN

    @property
    def y(self) -> int:
        return MARGIN + self.row * ROW


def svg(definition: ProcessDefinition, *, language: str, present: Collection[str] = ()) -> str:
    """The definition as an SVG document, with the steps in ``present`` marked.

    The drawing has a title and a description for those who do not see it.
    """
    places = layout(definition)
    width = max(place.x for place in places.values()) + WIDTH + MARGIN
    height = max(place.y for place in places.values()) + ROW
    title = escape(localized(definition.title, language))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="chart-title chart-description">',
        f'<title id="chart-title">{title}</title>',
        f'<desc id="chart-description">{escape(_description(definition, language))}</desc>',
        f"<style>{STYLE}</style>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0,0L8,4L0,8z" fill="#718096"/></marker></defs>',
        *_ways(definition, places, language),
        *(
            _box(step, places[step.id], language, marked=step.id in present)
            for step in definition.steps
        ),
        "</svg>",
    ]
    return "\n".join(parts)


def layout(definition: ProcessDefinition) -> dict[str, Place]:
    """The place of every step. No two stand at one place."""
    forward = _forward_ways(definition)
    columns = _columns(definition, forward)
    rows: dict[str, int] = {}
    for column in range(max(columns.values()) + 1):
        members = [step.id for step in definition.steps if columns[step.id] == column]
        wanted = {
            member: _mean([rows[start] for start, ways in forward.items() if member in ways])
            for member in members
        }
        free = -1
        for member in sorted(members, key=lambda member: (wanted[member], members.index(member))):
            free = max(free + 1, round(wanted[member]))
            rows[member] = free
    return {step_id: Place(columns[step_id], rows[step_id]) for step_id in columns}


def _forward_ways(definition: ProcessDefinition) -> dict[str, list[str]]:
    """Ways without those that lead back to a step on the way to their own."""
    onward = {step.id: list(dict.fromkeys(targets(step))) for step in definition.steps}
    forward: dict[str, list[str]] = {step_id: [] for step_id in onward}
    done: set[str] = set()
    for root, first in onward.items():
        if root in done:
            # Seen from elsewhere: from here its returns would look like ways forward.
            continue
        path: list[tuple[str, Iterator[str]]] = [(root, iter(first))]
        while path:
            step_id, ways = path[-1]
            following = next(ways, None)
            if following is None:
                done.add(step_id)
                path.pop()
            elif all(following != above for above, _rest in path) and following in onward:
                if following not in forward[step_id]:
                    forward[step_id].append(following)
                if following not in done:
                    path.append((following, iter(onward[following])))
    return forward


def _columns(definition: ProcessDefinition, forward: Mapping[str, list[str]]) -> dict[str, int]:
    columns = {step.id: 0 for step in definition.steps}
    # As many rounds as there are steps: no way without returns is longer.
    for _round in columns:
        for step_id, ways in forward.items():
            for following in ways:
                columns[following] = max(columns[following], columns[step_id] + 1)
    return columns


def _mean(values: list[int]) -> float:
    return sum(values) / len(values) if values else 0.0


def _ways(
    definition: ProcessDefinition, places: Mapping[str, Place], language: str
) -> Iterator[str]:
    for step in definition.steps:
        labels = _labels(step, language)
        for target in dict.fromkeys(targets(step)):
            if target in places:
                yield _way(places[step.id], places[target], labels.get(target, ""))


def _way(start: Place, end: Place, label: str) -> str:
    if end.column > start.column:
        x1, y1 = start.x + WIDTH, start.y + HEIGHT // 2
        x2, y2 = end.x, end.y + HEIGHT // 2
        bend = (x2 - x1) // 2
        path = f"M{x1},{y1}C{x1 + bend},{y1} {x2 - bend},{y2} {x2},{y2}"
        kind, at = "way", ((x1 + x2) // 2, (y1 + y2) // 2 - 5)
    else:
        x1, y1 = start.x + WIDTH // 2, start.y + HEIGHT
        x2, y2 = end.x + WIDTH // 2, end.y + HEIGHT
        low = max(y1, y2) + (ROW - HEIGHT) // 2
        path = f"M{x1},{y1}C{x1},{low} {x2},{low} {x2},{y2}"
        kind, at = "way back", ((x1 + x2) // 2, low)
    text = f'<text class="label" x="{at[0]}" y="{at[1]}">{escape(label)}</text>' if label else ""
    return f'<path class="{kind}" d="{path}" marker-end="url(#arrow)"/>{text}'


def _labels(step: Step, language: str) -> dict[str, str]:
    """What is written on a step's ways; several outcomes to one step share theirs."""
    labels: dict[str, list[str]] = {}
    for way in (*getattr(step, "outcomes", ()), *getattr(step, "cases", ())):
        if way.label:
            labels.setdefault(way.to, []).append(localized(way.label, language))
    return {target: " / ".join(words) for target, words in labels.items()}


def _box(step: Step, place: Place, language: str, *, marked: bool) -> str:
    title = localized(step.title, language)
    kind = {"decision": "gate", "parallel": "gate", "join": "gate"}.get(step.kind, step.kind)
    classes = f"step {kind}" + (" present" if marked else "")
    round_ends = HEIGHT // 2 if step.kind in {"start", "end"} else 8
    current = ' aria-current="step"' if marked else ""
    lines = _lines(title)
    top = place.y + HEIGHT // 2 + 5 - (len(lines) - 1) * 8
    words = "".join(
        f'<text x="{place.x + WIDTH // 2}" y="{top + number * 16}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return (
        f'<g id="step-{escape(step.id)}"{current}><title>{escape(title)}</title>'
        f'<rect class="{classes}" x="{place.x}" y="{place.y}" width="{WIDTH}" '
        f'height="{HEIGHT}" rx="{round_ends}"/>{words}</g>'
    )


def _lines(title: str) -> list[str]:
    """At most two lines, broken at spaces or, in Chinese, anywhere."""
    lines, wide = [""], 0
    for word in _words(title):
        breadth = sum(1 if ord(letter) < 0x2E80 else 2 for letter in word)
        if wide + breadth > LINE and lines[-1]:
            lines.append("")
            wide = 0
        lines[-1] += word
        wide += breadth
    if len(lines) > 2:
        lines = [lines[0], lines[1].rstrip() + "…"]
    return [line.strip() for line in lines]


def _words(title: str) -> Iterator[str]:
    word = ""
    for letter in title:
        word += letter
        if letter == " " or ord(letter) >= 0x2E80:
            yield word
            word = ""
    yield word


def _description(definition: ProcessDefinition, language: str) -> str:
    return " → ".join(localized(step.title, language) for step in definition.steps)
