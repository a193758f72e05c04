"""Drawings of versions, without a database: what every layout promises, on ours and on any."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.processor import busy_for
from workflows.engine.chart import Layout, Place, layout, svg
from workflows.engine.chart.layout import Route
from workflows.engine.chart.shapes import label_width
from workflows.engine.definition import parse

from .processes import end, process, start, step, task, text

Box = tuple[float, float, float, float]

SVG = {"svg": "http://www.w3.org/2000/svg"}
FILES = Path(django_settings.BASE_DIR) / "workflows" / "onboarding" / "processes"
DEFAULTS = [
    json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("onboarding", "certificate-renewal")
]
IDS = [f"step{number}" for number in range(9)]
targets = st.sampled_from(IDS)


@st.composite
def any_process(draw: st.DrawFn) -> dict[str, Any]:
    """Nine steps of any kind that lead anywhere: no check would let most of them pass."""
    return process(
        start(draw(targets)),
        *(draw(any_step(step_id)) for step_id in IDS),
        case_actions=[
            {"key": f"do{number}", "label": text("Do"), "who": {"roles": ["x"]}, "to": target}
            for number, target in enumerate(draw(st.lists(targets, max_size=2)))
        ],
    )


@st.composite
def any_step(draw: st.DrawFn, step_id: str) -> dict[str, Any]:
    title = draw(st.sampled_from(("Go", "Look at everything once more", "审核身份与证件", "<&>")))
    kind = draw(st.sampled_from(("task", "event", "decision", "parallel", "join", "end", "action")))
    to = draw(st.lists(targets, min_size=2, max_size=4))
    deadline = {"deadline": {"after": "P2D", "then": draw(targets)}} if draw(st.booleans()) else {}
    values: dict[str, dict[str, Any]] = {
        "task": {
            "who": {"roles": ["x"]},
            "outcomes": [
                {"key": f"way{number}", "label": text(title), "to": target}
                for number, target in enumerate(to)
            ],
            **deadline,
        },
        "event": {"event": "e", "next": to[0], **deadline},
        "decision": {
            "cases": [{"when": {"cel": "true"}, "to": to[0], "label": text(title)}],
            "otherwise": to[1],
        },
        "parallel": {"branches": [{"to": target} for target in to], "join": to[0]},
        "join": {"next": to[0]},
        "end": {},
        "action": {"action": "a", "next": to[0], "on_error": to[1]},
    }
    return {**step(step_id, kind, **values[kind]), "title": text(title)}


def shape_box(place: Place) -> Box:
    return place.x, place.y, place.x + place.width, place.y + place.height


def box(place: Place) -> Box:
    """The shape and the words below it."""
    half = place.shape.width / 2
    below = max(place.y + place.height, place.line + place.shape.below)
    return place.middle - half, place.y, place.middle + half, below


def overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def assert_keeps_its_promises(drawn: Layout) -> None:
    boxes = [box(place) for place in drawn.places]
    for number, one in enumerate(boxes):
        assert one[0] >= 0 and one[1] >= 0 and one[2] <= drawn.width and one[3] <= drawn.height
        assert not any(overlap(one, other) for other in boxes[number + 1 :])
    labels = []
    for route in drawn.routes:
        source, target = drawn.places[route.link.source], drawn.places[route.link.target]
        assert route.points[0] == (source.x + source.width, route.points[0][1])
        assert source.y < route.points[0][1] < source.y + source.height
        assert route.points[-1] == (target.x, target.line)
        for (x1, y1), (x2, y2) in pairwise(route.points):
            assert x1 == x2 or abs(y1 - y2) < 0.5
            piece = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
            for place, other in zip(drawn.places, boxes, strict=True):
                own = place in (source, target)
                assert not overlap(piece, shape_box(place) if own else other)
        if route.words:
            labels.append(words_box(route))
    for number, label in enumerate(labels):
        assert label[1] >= 0
        assert not any(overlap(label, other) for other in (*labels[number + 1 :], *boxes))


def words_box(route: Route) -> Box:
    x, y = route.at
    begin = x + (13 if route.link.mark else 8)
    return begin, y - 4 - 14 * len(route.words), begin + label_width(route.words), y - 4


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("data", DEFAULTS, ids=lambda data: str(data["key"]))
def test_our_own_processes_are_drawn_without_touching(data: dict[str, Any], language: str) -> None:
    drawn = layout(parse(data), language=language)
    assert_keeps_its_promises(drawn)
    spine = [drawn.places[number] for number in drawn.spine]
    assert len({place.line for place in spine}) == 1
    assert [place.column for place in spine] == list(range(len(spine)))


@settings(max_examples=150, deadline=None)
@given(any_process())
def test_any_process_is_drawn_without_touching(data: dict[str, Any]) -> None:
    definition = parse(data)
    drawn = layout(definition, language="en")
    assert_keeps_its_promises(drawn)
    assert [place.node.key for place in drawn.places] == [
        *(one.id for one in definition.steps),
        *(action.key for action in definition.case_actions),
    ]
    root = ElementTree.fromstring(svg(definition, language="en"))
    titles = [title.text for title in root.findall("./svg:g/svg:title", SVG)]
    assert titles == [place.node.title for place in drawn.places]


@pytest.mark.parametrize("data", DEFAULTS, ids=lambda data: str(data["key"]))
def test_a_drawing_is_always_the_same(data: dict[str, Any]) -> None:
    assert svg(parse(data), language="en") == svg(parse(data), language="en")


ROUND_TRIP = process(
    start("first"),
    task("first", {"ok": "second"}, deadline={"after": "P2DT12H", "then": "late"}),
    task("second", {"fine": "done", "again": "first", "no": "late"}),
    end(),
    end("late"),
    case_actions=[
        {"key": "stop", "label": text("Stop"), "who": {"roles": ["x"]}, "to": "stopped"},
        {"key": "redo", "label": text("Redo"), "who": {"roles": ["x"]}, "to": "second"},
    ],
)
ROUND_TRIP["steps"].append(end("stopped"))


def test_ways_are_drawn_by_what_they_mean() -> None:
    drawn = layout(parse(ROUND_TRIP), language="en")
    name = {number: place.node.key for number, place in enumerate(drawn.places)}
    assert {
        (name[route.link.source], name[route.link.target]): (
            route.link.manner,
            route.link.mark,
            " ".join(route.words),
        )
        for route in drawn.routes
    } == {
        ("begin", "first"): ("main", "", ""),
        ("first", "second"): ("main", "", "ok"),
        ("first", "late"): ("jump", "deadline", "2 days, 12 hours"),
        ("second", "done"): ("main", "", "fine"),
        ("second", "first"): ("return", "", "again"),
        ("second", "late"): ("aside", "", "no"),
        ("stop", "stopped"): ("jump", "", ""),
        ("redo", "second"): ("jump", "", ""),
    }
    assert {place.node.key: place.column for place in drawn.places} == {
        "begin": 0, "first": 1, "second": 2, "done": 3, "late": 3, "stop": 0, "stopped": 1,
        "redo": 1,
    }  # fmt: skip


def test_steps_are_marked_as_present_or_passed() -> None:
    drawing = svg(parse(ROUND_TRIP), language="en", present=["second"], passed=["begin", "second"])
    root = ElementTree.fromstring(drawing)
    marked = {
        group.attrib["id"]: (group.attrib["class"].split()[-1], group.attrib.get("aria-current"))
        for group in root.findall("./svg:g[@id]", SVG)
    }
    assert marked == {
        "step-begin": ("passed", None),
        "step-first": ("task", None),
        "step-second": ("present", "step"),
        "step-done": ("end", None),
        "step-late": ("end", None),
        "step-stopped": ("end", None),
        "action-stop": ("entry", None),
        "action-redo": ("entry", None),
    }
    labelled = root.attrib["aria-labelledby"].split()
    assert [element.attrib["id"] for element in root[:2]] == labelled


def test_words_are_escaped_and_kept_short() -> None:
    data = json.loads(json.dumps(ROUND_TRIP))
    data["title"] = text("<script>alert(1)</script>")
    data["steps"][1]["id"] = data["steps"][0]["next"] = '"><x'
    data["steps"][2]["outcomes"][1]["to"] = '"><x'
    data["steps"][1]["title"] = text("<b>" + "Donaudampfschifffahrtsgesellschaft" * 3)
    root = ElementTree.fromstring(svg(parse(data), language="en"))
    assert {element.tag.partition("}")[2] for element in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "path", "circle", "g", "text",
    }  # fmt: skip
    shown = [element.text or "" for element in root.findall(".//svg:text", SVG)]
    assert [word for word in shown if word.startswith("<b>")] == ["<b>Donaudamp…"]


def test_a_long_process_is_drawn_at_once() -> None:
    """Sixty steps; the limit leaves room for a slow machine."""
    steps = [
        task(
            f"s{number}",
            {"ok": f"s{number + 1}", "back": f"s{max(number - 3, 0)}", "out": "refused"},
            deadline={"after": "P1D", "then": f"s{min(number + 4, 58)}"},
        )
        for number in range(58)
    ]
    definition = parse(process(start("s0"), *steps, end("s58"), end("refused")))
    svg(definition, language="en")
    with busy_for(0.5):
        svg(definition, language="en")
