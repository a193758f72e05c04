"""The SVG of a layout: no scripts, no fonts or pictures from elsewhere."""

from collections.abc import Collection, Iterator, Mapping
from html import escape

from ..definition import ProcessDefinition
from ..texts import localized
from .graph import MANNERS, Manner
from .icons import CHECK, ICONS, MARKS
from .layout import Layout, Place, Point, Route, layout
from .shapes import CAPTION_LINE, LABEL_LINE, TITLE_LINE
from .stages import Band, bands
from .style import STYLE

CORNER = 9
TIP = 7
STRIP = 20
NO_STAGES: Mapping[str, str] = {}


def svg(
    definition: ProcessDefinition,
    *,
    language: str,
    present: Collection[str] = (),
    passed: Collection[str] = (),
    stages: Mapping[str, str] = NO_STAGES,
) -> str:
    """The definition as an SVG document, with the steps in ``present`` marked as where a case is
    and those in ``passed`` as done. ``stages`` names the stages that are shown above, by key.

    The drawing has a title and a description for those who do not see it.
    """
    found = layout(definition, language=language)
    strip = bands(found, stages)
    top = STRIP if strip else 0
    width, height = round(found.width), round(found.height) + top
    title = escape(localized(definition.title, language))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" '
        f'viewBox="0 {-top} {width} {height}" width="{width}" height="{height}" '
        'aria-labelledby="chart-title chart-description">',
        f'<title id="chart-title">{title}</title>',
        f'<desc id="chart-description">{escape(_description(definition, language))}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" y="{-top}" width="{width}" height="{height}"/>',
        *map(_band, strip),
        *_ways(found),
        *(_node(place, present=present, passed=passed) for place in found.places),
        *(_words(route) for route in found.routes),
        "</svg>",
    ]
    return "\n".join(parts)


def _band(band: Band) -> str:
    return (
        f'<g class="stage"><rect x="{band.x:.1f}" y="{12 - STRIP}" width="{band.width:.1f}" '
        f'height="22" rx="6"/><text x="{band.x + band.width / 2:.1f}" y="{27 - STRIP}">'
        f"{escape(band.words)}</text></g>"
    )


def _ways(found: Layout) -> Iterator[str]:
    """The lighter ones below, and one tip for all ways that come in together."""
    routes = sorted(found.routes, key=lambda route: -MANNERS.index(route.link.manner))
    tips: dict[Point, Manner] = {}
    for route in routes:
        tips[route.points[-1]] = route.link.manner
        # Drawn from its end: where ways have run together their dashes then cover each other.
        path = _rounded([_before_tip(route.points[-1]), *reversed(route.points[:-1])])
        yield f'<path class="way {route.link.manner}" d="{path}"/>'
    for (x, y), manner in tips.items():
        tip = f"M{x:.1f},{y:.1f}l-{TIP + 3},-{TIP - 2}v{2 * TIP - 4}Z"
        yield f'<path class="tip-{manner}" d="{tip}"/>'


def _before_tip(end: Point) -> Point:
    return end[0] - TIP, end[1]


def _rounded(points: list[Point]) -> str:
    drawn = [f"M{_at(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(CORNER, _length(before, corner) / 2, _length(corner, after) / 2)
        drawn.append(f"L{_at(_towards(corner, before, radius))}")
        drawn.append(f"Q{_at(corner)} {_at(_towards(corner, after, radius))}")
    drawn.append(f"L{_at(points[-1])}")
    return "".join(drawn)


def _length(one: Point, two: Point) -> float:
    return abs(one[0] - two[0]) + abs(one[1] - two[1])


def _towards(start: Point, end: Point, distance: float) -> Point:
    part = distance / (_length(start, end) or 1)
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _at(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def _words(route: Route) -> str:
    (x, y), mark = route.at, route.link.mark
    sign = MARKS.get(mark, "")
    drawn = f'<g class="mark" transform="translate({_at(route.mark_at)})">{sign}</g>'
    begin = x + (13 if mark else 8)
    top = y - 6 - LABEL_LINE * (len(route.words) - 1)
    words = "".join(
        f'<text class="label" x="{begin:.1f}" y="{top + LABEL_LINE * number:.1f}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(route.words)
    )
    return (drawn if sign else "") + words


def _node(place: Place, *, present: Collection[str], passed: Collection[str]) -> str:
    node, is_step = place.node, place.node.kind != "entry"
    state, current = "", ""
    if is_step and node.key in present:
        state, current = " present", ' aria-current="step"'
    elif is_step and node.key in passed:
        state = " passed"
    name = "step" if is_step else "action"
    return (
        f'<g id="{name}-{escape(node.key)}" class="{place.shape.form} {node.kind}{state}"{current}>'
        f"<title>{escape(node.title)}</title>{_outline(place)}{_icon(place)}{_title(place)}"
        f"{_badge(place, state)}</g>"
    )


def _outline(place: Place) -> str:
    if place.shape.form == "round":
        centre = f'cx="{place.middle:.1f}" cy="{place.line:.1f}"'
        inner = f'<circle class="shape" {centre} r="{place.shape.half - 4}"/>'
        outer = f'<circle class="shape" {centre} r="{place.shape.half}"/>'
        return outer + (inner if place.node.kind in {"event", "timer"} else "")
    if place.shape.form == "gate":
        half = place.shape.half
        return (
            f'<path class="shape" d="M{place.x:.1f},{place.line:.1f}l{half},-{half}l{half},{half}'
            f'l-{half},{half}Z"/>'
        )
    radius = 10 if place.shape.form == "box" else place.height / 2
    return (
        f'<rect class="shape" x="{place.x:.1f}" y="{place.y:.1f}" width="{place.width:.1f}" '
        f'height="{place.height:.1f}" rx="{radius:.0f}"/>'
    )


def _icon(place: Place) -> str:
    x = place.middle
    if place.shape.form in {"box", "entry"}:
        x = place.x + 20
    y = place.y + place.height / 2
    small = " scale(.8)" if place.node.kind in {"event", "timer", "entry"} else ""
    return (
        f'<g class="icon" transform="translate({x:.1f},{y:.1f}){small}">'
        f"{ICONS[place.node.kind]}</g>"
    )


def _title(place: Place) -> str:
    middle = place.y + place.height / 2
    step, x = CAPTION_LINE, place.middle
    if place.shape.form in {"box", "entry"}:
        step = TITLE_LINE
        x = (place.x + 34 + place.x + place.width - 8) / 2
        first = middle + 4.5 - step * (len(place.shape.words) - 1) / 2
    else:
        first = place.line + place.shape.half + 16
    return "".join(
        f'<text x="{x:.1f}" y="{first + step * number:.1f}">{escape(line)}</text>'
        for number, line in enumerate(place.shape.words)
    )


def _badge(place: Place, state: str) -> str:
    if state == " passed":
        at = place.x + place.width - 3, place.y + 3
        if place.shape.form != "box":
            at = place.middle + place.shape.half * 0.72, place.line - place.shape.half * 0.72
        return f'<g class="badge" transform="translate({_at(at)})">{CHECK}</g>'
    if state == " present":
        # A pin above the shape: colour alone would not do.
        return f'<path class="pin" d="M{place.middle:.1f},{place.y + 4:.1f}l-8,-12h16Z"/>'
    return ""


def _description(definition: ProcessDefinition, language: str) -> str:
    return " → ".join(localized(step.title, language) for step in definition.steps)
